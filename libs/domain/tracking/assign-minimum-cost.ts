/**
 * The assignment problem: pairs rows with columns so that the sum of the costs is least (Hungarian method with potentials,
 * O(n^2 m); Kuhn 1955, Jonker and Volgenant 1987). Every row gets a column while there are enough, so a forbidden pair
 * is given the cost of leaving both alone and thrown out by the caller.
 *
 * @param cost `rows * columns` finite numbers, row by row
 * @returns for every row its column, or -1 where there are fewer columns than rows
 */
export function assignMinimumCost(cost: Float64Array, rows: number, columns: number): Int32Array {
  if (cost.length !== rows * columns) {
    throw new RangeError(`expected ${rows} x ${columns} costs, got ${cost.length}`);
  }
  if (rows <= columns) return assignRows((row, column) => cost[row * columns + column]!, rows, columns);
  const rowOfColumn = assignRows((column, row) => cost[row * columns + column]!, columns, rows);
  const columnOfRow = new Int32Array(rows).fill(-1);
  rowOfColumn.forEach((row, column) => (columnOfRow[row] = column));
  return columnOfRow;
}

/** For `rows <= columns`. Row and column 0 of the arrays stand for "none yet". */
function assignRows(
  cost: (row: number, column: number) => number,
  rows: number,
  columns: number,
): Int32Array {
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const cameFrom = findAugmentingPath({ cost, columns, row, rowPotential, columnPotential, rowOf });
    let column = cameFrom.last;
    while (column !== 0) {
      const previous = cameFrom.previous[column]!;
      rowOf[column] = rowOf[previous]!;
      column = previous;
    }
  }
  const columnOf = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    if (rowOf[column]! > 0) columnOf[rowOf[column]! - 1] = column - 1;
  }
  return columnOf;
}

interface Search {
  readonly cost: (row: number, column: number) => number;
  readonly columns: number;
  readonly row: number;
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  readonly rowOf: Int32Array;
}

/** Dijkstra over reduced costs from `row` to the nearest free column; updates the potentials on the way. */
function findAugmentingPath({ cost, columns, row, rowPotential, columnPotential, rowOf }: Search): {
  last: number;
  previous: Int32Array;
} {
  const distance = new Float64Array(columns + 1).fill(Infinity);
  const isDone = new Uint8Array(columns + 1);
  const previous = new Int32Array(columns + 1);
  let current = 0;
  rowOf[0] = row;
  do {
    isDone[current] = 1;
    const from = rowOf[current]!;
    let step = Infinity;
    let next = 0;
    for (let column = 1; column <= columns; column++) {
      if (isDone[column]) continue;
      const reduced = cost(from - 1, column - 1) - rowPotential[from]! - columnPotential[column]!;
      if (reduced < distance[column]!) {
        distance[column] = reduced;
        previous[column] = current;
      }
      if (distance[column]! < step) {
        step = distance[column]!;
        next = column;
      }
    }
    for (let column = 0; column <= columns; column++) {
      if (isDone[column]) {
        rowPotential[rowOf[column]!]! += step;
        columnPotential[column]! -= step;
      } else distance[column]! -= step;
    }
    current = next;
  } while (rowOf[current] !== 0);
  return { last: current, previous };
}
