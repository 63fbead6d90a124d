// Meters and the environment are the whole process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
