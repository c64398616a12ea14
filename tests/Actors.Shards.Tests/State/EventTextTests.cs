using System.Text;
using Actors.Shards.State;

namespace Actors.Shards.Tests.State;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("""{"type":"ai_chat_chunk","result":{"streamId":"s","text":"a\nb","position":0}}""", "a\nb")]
    [InlineData("""{"type":"t","text":"plain"}""", "plain")]
    [InlineData("""{"type":"t","other":{"text":"no"},"list":[{"text":"no"}],"result":{"deep":{"text":"no"},"text":"yes"}}""", "yes")]
    [InlineData("""{"type":"t","result":{"text":7}}""", null)]
    [InlineData("""{"type":"t"}""", null)]
    [InlineData("""{"type":"t","result":{"te""", null)]
    [InlineData("", null)]
    public void Read_takes_the_result_s_text(string json, string? text) =>
        EventText.Read(Encoding.UTF8.GetBytes(json)).ShouldBe(text);
}
