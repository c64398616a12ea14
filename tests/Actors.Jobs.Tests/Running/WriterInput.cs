namespace Actors.Jobs.Tests.Running;

internal sealed record WriterInput;
