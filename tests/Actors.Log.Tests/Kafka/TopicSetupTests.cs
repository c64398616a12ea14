using Actors.Log.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Kafka;

public sealed class TopicSetupTests
{
    [Fact]
    public async Task What_blocks_is_asked_on_threads_of_its_own()
    {
        var options = new KafkaLogOptions { BootstrapServers = "none:1", ShardCount = 1 };
        var admin = AdminAtHand.With(options.Topic);
        var here = Environment.CurrentManagedThreadId;

        await new TopicSetup(admin, options, TimeProvider.System, NullLogger.Instance).EnsureAsync(CancellationToken.None);

        var blocked = ((AdminAtHand)admin).Blocked;
        blocked.Count.ShouldBe(2);
        blocked.ShouldAllBe(thread => !thread.IsOfPool && thread.Id != here);
    }
}
