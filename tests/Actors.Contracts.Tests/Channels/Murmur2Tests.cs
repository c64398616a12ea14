using System.Text;
using Actors.Contracts.Channels;

namespace Actors.Contracts.Tests.Channels;

/// <summary>Against what <c>org.apache.kafka.common.utils.Utils.murmur2</c> of Kafka's Java client 4.2 answers.</summary>
public sealed class Murmur2Tests
{
    [Theory]
    [InlineData("", 275646681, 1)]
    [InlineData("a", -1563381124, 4)]
    [InlineData("ab", 316155434, 2)]
    [InlineData("abc", 479470107, 3)]
    [InlineData("abcd", -1323649548, 4)]
    [InlineData("foobar", -790332482, 6)]
    [InlineData("a-little-bit-long-string", -985981536, 0)]
    [InlineData("a-little-bit-longer-string", -1486304829, 3)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971, 5)]
    [InlineData("user:u_abc123", -170394209, 7)]
    [InlineData("channel:room-1", 1303577498, 2)]
    public void Hash_and_shard_are_those_of_the_Java_client(string key, int hash, int shardOfEight)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);

        ((int)Murmur2.Hash(utf8)).ShouldBe(hash);
        Murmur2.ShardOf(utf8, 8).ShouldBe(shardOfEight);
    }
}
