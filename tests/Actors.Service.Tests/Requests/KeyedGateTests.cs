using Actors.Service.Requests;

namespace Actors.Service.Tests.Requests;

public sealed class KeyedGateTests
{
    private static readonly Guid Key = new("11111111-1111-1111-1111-111111111111");

    [Fact]
    public async Task Second_waits_until_the_first_leaves()
    {
        var sut = new KeyedGate();
        var first = await sut.EnterAsync(Key, CancellationToken.None);
        var second = sut.EnterAsync(Key, CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
        sut.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Other_keys_do_not_wait_and_nothing_is_kept()
    {
        var sut = new KeyedGate();
        using var first = await sut.EnterAsync(Key, CancellationToken.None);
        using var other = await sut.EnterAsync(Guid.Empty, CancellationToken.None);
        sut.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Cancelled_wait_leaves_nothing_behind()
    {
        var sut = new KeyedGate();
        var first = await sut.EnterAsync(Key, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var second = sut.EnterAsync(Key, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        first.Dispose();
        sut.Count.ShouldBe(0);
    }
}
