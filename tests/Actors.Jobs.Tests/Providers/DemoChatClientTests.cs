using Actors.Jobs.Providers.Demo;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Tests.Providers;

public sealed class DemoChatClientTests
{
    private readonly DeterministicDispatcher _dispatcher = new(1);

    private async Task<string> Read(string prompt, string? soFar = null, int? tokens = null, CancellationToken cancellation = default)
    {
        using var client = new DemoChatClient(new DemoOptions(), _dispatcher.Time);
        List<ChatMessage> messages = [new(ChatRole.User, prompt)];
        if (soFar is not null)
        {
            messages.Add(new(ChatRole.Assistant, soFar));
        }

        var text = string.Empty;
        await foreach (var update in client.GetStreamingResponseAsync(messages, new ChatOptions { MaxOutputTokens = tokens }, cancellation))
        {
            text += update.Text;
        }

        return text;
    }

    private string Text(string prompt, string? soFar = null, int? tokens = null)
    {
        var text = string.Empty;
        var run = _dispatcher.Run(async () => text = await Read(prompt, soFar, tokens));
        run.IsCompletedSuccessfully.ShouldBeTrue();
        return text;
    }

    [Fact]
    public void The_same_prompt_gives_the_same_text_with_its_words_in_it()
    {
        var text = Text("Penguins dream of volcanoes");

        Text("Penguins dream of volcanoes").ShouldBe(text);
        Text("Penguins dream of volcano").ShouldNotBe(text);
        text.ToUpperInvariant().ShouldContain("VOLCANOES");
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("\ud83d\ude00 \ud83d")]
    [InlineData("日本語 текст")]
    public void Any_prompt_gives_text(string prompt) => Text(prompt, tokens: 50).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(50);

    [Fact]
    public void From_any_point_it_goes_on_exactly() =>
        Prop.ForAll(Gen.Choose(0, 400).ToArbitrary(), Gen.Choose(1, 80).ToArbitrary(), (cut, tokens) =>
        {
            var whole = Text("Go on from here", tokens: tokens);
            var soFar = whole[..Math.Min(cut, whole.Length)];
            (soFar + Text("Go on from here", soFar, tokens)).ShouldBe(whole);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pace_is_kept_by_an_absolute_schedule_for_many_streams_at_once()
    {
        using var client = new DemoChatClient(new DemoOptions { TokensPerSecond = 50 }, _dispatcher.Time);
        var begin = _dispatcher.Time.GetTimestamp();
        var ended = new List<TimeSpan>();
        async Task One(int i)
        {
            await foreach (var update in client.GetStreamingResponseAsync([new(ChatRole.User, $"prompt {i}")], new ChatOptions { MaxOutputTokens = 100 }))
            {
                update.ShouldNotBeNull();
            }

            ended.Add(_dispatcher.Time.GetElapsedTime(begin));
        }

        _dispatcher.Run(() => Task.WhenAll(Enumerable.Range(0, 100).Select(One))).IsCompletedSuccessfully.ShouldBeTrue();

        ended.Count.ShouldBe(100);
        ended.ShouldAllBe(e => e >= TimeSpan.FromSeconds(2) && e < TimeSpan.FromSeconds(2.02));
    }

    [Fact]
    public void Cancelled_it_ends_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var reading = _dispatcher.Run(async () =>
        {
            using var timer = _dispatcher.Time.CreateTimer(_ => cancel.Cancel(), null, TimeSpan.FromMilliseconds(333), Timeout.InfiniteTimeSpan);
            await Read("x", cancellation: cancel.Token);
        });

        reading.IsCanceled.ShouldBeTrue();
        _dispatcher.Time.GetUtcNow().Millisecond.ShouldBe(333);
    }
}
