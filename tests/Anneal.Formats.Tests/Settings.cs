// Some tests measure what their thread allocates or what the process has mapped: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
