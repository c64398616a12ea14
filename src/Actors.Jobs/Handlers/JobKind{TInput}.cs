using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Actors.Jobs.Handlers;

internal sealed class JobKind<TInput>(string name, IJobHandler<TInput> handler) : JobKind(name)
    where TInput : class
{
    private static readonly InputReader<TInput> Reader = new();

    public override Type InputType => typeof(TInput);

    public override bool CanContinue => handler is IContinueFromText { CanContinue: true };

    public override JsonNode InputSchema() => InputJson.Options.GetJsonSchemaAsNode(typeof(TInput));

    public override IReadOnlyList<InputError> Check(ReadOnlyMemory<byte> input)
    {
        var errors = Reader.Read(input, out var value);
        return errors.Count > 0 ? errors : [.. handler.Validate(value!)];
    }

    internal override Task<JobResult> RunAsync(RunSetup setup, CancellationToken cancellationToken)
    {
        var errors = Reader.Read(setup.Job.Input, out var input);
        return errors.Count == 0
            ? handler.RunAsync(new JobContext<TInput>(setup, input!), cancellationToken)
            : throw new JobFailedException("rejected", string.Join(' ', errors), retryable: false);
    }
}
