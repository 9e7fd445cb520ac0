// Some tests count the buffers of the whole process or set the number of threads: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
