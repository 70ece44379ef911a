"""The recipes name modules and options that exist; the runner skips what is done and stops at what fails. Nothing is trained here."""
from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from castline_training.recipes import RECIPES, TRAINING, Plan, Step
from castline_training.reproduce import run_command, run_steps

LONGEST = Plan(Path('/shared'), Path('/out'), device='cuda', blender=True, clip_art=Path('/clip-art'))
SHORTEST = Plan(Path('/shared'), Path('/out'), small=True)
NEEDED_BY_SOME = ('onnx', 'onnxruntime')


class Parsed(Exception):
    """The options of a module were understood; it need not run."""


def parse(step: Step) -> None:
    """Has the step's own module read the step's options; an option that it does not know exits."""
    name = step.command[2]

    def read(parser: argparse.ArgumentParser, given=None, namespace=None):
        found, unknown = parser.parse_known_args(given, namespace)
        if unknown:
            parser.error(f'unknown: {unknown}')
        raise Parsed

    with mock.patch.object(argparse.ArgumentParser, 'parse_args', read), mock.patch.object(sys, 'argv', [name, *step.command[3:]]):
        importlib.import_module(name).main()


class Recipes(unittest.TestCase):
    def test_every_module_understands_its_options(self):
        steps = {step.command: step for plan in (LONGEST, SHORTEST) for recipe in RECIPES.values() for step in recipe(plan)}
        for step in steps.values():
            with self.subTest(step.name):
                if step.command[1] != '-m':
                    continue
                try:
                    with self.assertRaises(Parsed):
                        parse(step)
                except ModuleNotFoundError as missing:
                    if missing.name not in NEEDED_BY_SOME:
                        raise

    def test_scripts_that_are_named_exist(self):
        words = {Path(word) for recipe in RECIPES.values() for step in recipe(LONGEST) for word in step.command if word.startswith(str(TRAINING))}
        self.assertTrue(words)
        for path in words:
            self.assertTrue(path.exists(), path)

    def test_a_name_stands_for_one_command_in_all_recipes(self):
        for plan in (LONGEST, SHORTEST):
            commands: dict = {}
            for recipe in RECIPES.values():
                names = [step.name for step in recipe(plan)]
                self.assertEqual(len(names), len(set(names)))
                for step in recipe(plan):
                    self.assertEqual(commands.setdefault(step.name, step.command), step.command)

    def test_nothing_is_written_outside_the_folder_given(self):
        for recipe in RECIPES.values():
            for step in recipe(LONGEST):
                written = [value for option, value in zip(step.command, step.command[1:]) if option in ('--out', '--bank', '--shards')]
                self.assertTrue(all(value.startswith('/out') for value in written), step.command)

    def test_trainings_go_to_the_device_that_is_asked_for(self):
        named = [step.name for recipe in RECIPES.values() for step in recipe(LONGEST) if 'cuda' in step.command]
        self.assertLessEqual({'face-train', 'embed-train', 'bearing-heads', 'bearing', 'medium-fold-1'}, set(named))
        self.assertFalse([step.name for recipe in RECIPES.values() for step in recipe(SHORTEST) if 'cuda' in step.command])


class Running(unittest.TestCase):
    def run_all(self, steps, stamps, status=lambda step: 0):
        """(names of the steps that were run, what was printed)."""
        ran: list = []

        def run(step):
            ran.append(step.name)
            return status(step)

        with contextlib.redirect_stdout(io.StringIO()) as printed:
            try:
                run_steps(steps, Path(stamps), run)
            except SystemExit as stopped:
                print(stopped)
        return ran, printed.getvalue()

    steps = [Step('one', ('draw', 'a b')), Step('two', ('learn',)), Step('three', ('export',))]

    def test_a_failing_step_stops_the_chain_with_its_command(self):
        with tempfile.TemporaryDirectory() as stamps:
            ran, printed = self.run_all(self.steps, stamps, lambda step: int(step.name == 'two'))
            self.assertEqual(ran, ['one', 'two'])
            self.assertRegex(printed, r'two failed with status 1:\nlearn\n')

    def test_run_again_it_skips_what_is_done_and_goes_on_where_it_failed(self):
        with tempfile.TemporaryDirectory() as stamps:
            self.run_all(self.steps, stamps, lambda step: int(step.name == 'two'))
            self.assertEqual(self.run_all(self.steps, stamps)[0], ['two', 'three'])
            self.assertEqual(self.run_all(self.steps, stamps)[0], [])

    def test_a_step_with_other_options_is_run_again(self):
        with tempfile.TemporaryDirectory() as stamps:
            self.run_all(self.steps, stamps)
            self.assertEqual(self.run_all([self.steps[0], Step('two', ('learn', 'more'))], stamps)[0], ['two'])

    def test_every_command_is_printed_as_it_can_be_typed(self):
        with tempfile.TemporaryDirectory() as stamps:
            steps = [self.steps[0], Step('elsewhere', ('node', 'x'), Path('/some where'))]
            self.assertRegex(self.run_all(steps, stamps)[1], r"draw 'a b'\n(.|\n)*\(cd '/some where' && node x\)\n")

    def test_the_exit_status_is_the_programs_and_a_missing_program_is_a_failure(self):
        self.assertEqual(run_command(Step('x', (sys.executable, '-c', 'raise SystemExit(3)'))), 3)
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(run_command(Step('x', ('no-such-program-here',))), 127)


if __name__ == '__main__':
    unittest.main()
