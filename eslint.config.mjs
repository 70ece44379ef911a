import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'training/',
      'eslint.config.mjs',
      '.dependency-cruiser.cjs',
      'scripts/',
      'examples/',
      'bin/',
      'web/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'off', // Nest reads constructor types at run time: a type import would erase them
      '@typescript-eslint/require-await': 'off', // ports are asynchronous even where an embedded adapter answers at once
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
      // a leading underscore marks what is taken out of an object in order to leave it out
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'max-params': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', 'test/contract/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off', // describe() and it() of node:test return promises that the runner awaits
    },
  },
);
