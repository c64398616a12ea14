using System.Text;
using Actors.Contracts.Events;

namespace Actors.Contracts.Tests.Events;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("""{"type":"ai_chat_chunk","result":{"streamId":"s","text":"Hi \"you\" \ud83d\ude42","done":false}}""", "Hi \"you\" 🙂")]
    [InlineData("""{"result":{"text":""}}""", "")]
    [InlineData("""{"result":{"other":{"text":"no"},"text":"yes"}}""", "yes")]
    public void Read_gives_the_results_text(string json, string text) => EventText.Read(Encoding.UTF8.GetBytes(json)).ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"text":"outside"}""")]
    [InlineData("""{"result":"text"}""")]
    [InlineData("""{"result":{"text":1}}""")]
    [InlineData("""{"result":{"text":null}}""")]
    [InlineData("""{"result":{"text":"\ud800"}}""")]
    [InlineData("""{"result":{"text":"cut""")]
    public void Read_of_anything_else_is_null(string json) => EventText.Read(Encoding.UTF8.GetBytes(json)).ShouldBeNull();
}
