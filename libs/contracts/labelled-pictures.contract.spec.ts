import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  parseBoxRows,
  parseExpressionRows,
  parsePoseRows,
  parsePredictionRows,
  parseRecognitionRows,
} from './labelled-pictures.contract.js';

describe('Label files', () => {
  it('are empty when they are empty', () => {
    assert.deepEqual(parseBoxRows(''), []);
    assert.deepEqual(parseRecognitionRows('\n'), { photos: [], pairs: [] });
  });

  it('of boxes have a row a face, and perhaps column names and pictures without a face', () => {
    assert.deepEqual(
      parseBoxRows('\uFEFFfile,x1,y1,x2,y2\r\na.jpg,1,2,3,4\r\na.jpg, 5,6,7.5,8\r\nb.jpg\r\n'),
      [
        { file: 'a.jpg', box: [1, 2, 3, 4] },
        { file: 'a.jpg', box: [5, 6, 7.5, 8] },
        { file: 'b.jpg', box: null },
      ],
    );
  });

  it('of predictions end with the score, with or without a class', () => {
    assert.deepEqual(parsePredictionRows('a.jpg,1,2,3,4,0.5\na.jpg,1,2,3,4,face,0.25'), [
      { file: 'a.jpg', box: [1, 2, 3, 4], score: 0.5 },
      { file: 'a.jpg', box: [1, 2, 3, 4], score: 0.25 },
    ]);
  });

  it('of photographs have labels, -1 for distractors, and perhaps pairs', () => {
    assert.deepEqual(
      parseRecognitionRows('a.jpg 0 0 9 9 7\nb.jpg 0 0 9 9 7\nc.jpg 0 0 9 9 -1\na.jpg b.jpg\n'),
      {
        photos: [
          { file: 'a.jpg', box: [0, 0, 9, 9], label: '7' },
          { file: 'b.jpg', box: [0, 0, 9, 9], label: '7' },
          { file: 'c.jpg', box: [0, 0, 9, 9], label: '-1' },
        ],
        pairs: [['a.jpg', 'b.jpg']],
      },
    );
  });

  it('of poses may give the face', () => {
    assert.deepEqual(parsePoseRows('file,yaw,pitch,roll\na.png,30,-5,0\nb.png,-90,0,2.5,1,2,3,4'), [
      { file: 'a.png', pose: { yaw: 30, pitch: -5, roll: 0 }, box: null },
      { file: 'b.png', pose: { yaw: -90, pitch: 0, roll: 2.5 }, box: [1, 2, 3, 4] },
    ]);
  });

  it('of expressions may give the face', () => {
    assert.deepEqual(parseExpressionRows('a.png,happy\nb.png,sad,1,2,3,4'), [
      { file: 'a.png', expression: 'happy', box: null },
      { file: 'b.png', expression: 'sad', box: [1, 2, 3, 4] },
    ]);
  });

  const faults: [string, () => unknown, RegExp][] = [
    ['a missing number', () => parseBoxRows('a.jpg,1,2,3,4\nb.jpg,1,2,3'), /line 2/],
    ['an empty number', () => parseBoxRows('a.jpg,1,,3,4'), /line 1/],
    ['a box that ends before it begins', () => parseBoxRows('a.jpg,5,2,3,4'), /line 1/],
    ['a score that is none', () => parsePredictionRows('a.jpg,1,2,3,4,face'), /line 1/],
    ['five words', () => parseRecognitionRows('a.jpg 0 0 9 9'), /line 1/],
    ['no expression', () => parseExpressionRows('a.png,'), /line 1/],
    ['an angle that is missing', () => parsePoseRows('a.png,1,2'), /line 1/],
    ['an angle that is none', () => parsePoseRows('a.png,1,2,3\nb.png,1,left,3'), /line 2/],
  ];
  for (const [fault, parse, message] of faults)
    it(`are refused with their line for ${fault}`, () => assert.throws(parse, message));
});
