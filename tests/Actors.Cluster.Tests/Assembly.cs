// Every test has processes of its own that need the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
