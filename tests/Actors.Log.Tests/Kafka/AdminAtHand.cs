using System.Reflection;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Actors.Log.Tests.Kafka;

/// <summary>An admin client whose cluster has a topic of one partition. Notes on which threads it was asked what blocks.</summary>
public class AdminAtHand : DispatchProxy
{
    private string _topic = string.Empty;

    internal List<(int Id, bool IsOfPool)> Blocked { get; } = [];

    internal static IAdminClient With(string topic)
    {
        var admin = Create<IAdminClient, AdminAtHand>();
        ((AdminAtHand)admin)._topic = topic;
        return admin;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IAdminClient.GetMetadata):
                Blocked.Add((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
                return new Metadata(
                    [new BrokerMetadata(1, "localhost", 1)],
                    [new TopicMetadata(_topic, [new PartitionMetadata(0, 1, [1], [1], ErrorCode.NoError)], ErrorCode.NoError)],
                    1,
                    "localhost");
            case nameof(IAdminClient.DescribeConfigsAsync):
                return Task.FromResult<List<DescribeConfigsResult>>([new DescribeConfigsResult { Entries = [] }]);
            default:
                throw new NotSupportedException(targetMethod.Name);
        }
    }
}
