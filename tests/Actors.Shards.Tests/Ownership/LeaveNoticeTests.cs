using System.Text;
using Actors.Shards.Ownership;

namespace Actors.Shards.Tests.Ownership;

public sealed class LeaveNoticeTests
{
    [Theory]
    [InlineData("node-1", 3000)]
    [InlineData("a node 7", 0)]
    [InlineData("", 1)]
    public void Decode_gives_what_was_encoded(string node, int milliseconds)
    {
        var notice = new LeaveNotice(node, TimeSpan.FromMilliseconds(milliseconds));

        LeaveNotice.Decode(notice.Encode()).ShouldBe(notice);
    }

    [Theory]
    [InlineData("")]
    [InlineData("node-1")]
    [InlineData("node-1 ")]
    [InlineData("node-1 -5")]
    [InlineData("node-1 99999999999")]
    public void Decode_asks_for_no_wait_where_none_is_said(string value) =>
        LeaveNotice.Decode(Encoding.UTF8.GetBytes(value)).Wait.ShouldBe(TimeSpan.Zero);
}
