using System.Reflection;
using Confluent.Kafka;

namespace Actors.Log.Tests.Kafka.Placing;

/// <summary>A group's member that counts what is committed by it.</summary>
public class ConsumerAtHand : DispatchProxy
{
    internal const string Id = "me";

    internal List<TopicPartitionOffset> Commits { get; } = [];

    internal static IConsumer<byte[], byte[]> Create() => Create<IConsumer<byte[], byte[]>, ConsumerAtHand>();

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case "get_MemberId":
                return Id;
            case nameof(IConsumer<,>.Commit) when args is [IEnumerable<TopicPartitionOffset> offsets]:
                Commits.AddRange(offsets);
                return null;
            default:
                throw new NotSupportedException(targetMethod.Name);
        }
    }
}
