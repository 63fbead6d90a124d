using System.Runtime.CompilerServices;

// Kernels put tiles on the stack and write before they read; clearing them first would cost as much as filling them.
[module: SkipLocalsInit]
