using System.Text;
using Actors.Contracts.Commands;
using Actors.Log;
using Actors.Service.Commands;
using Actors.Service.Requests;

namespace Actors.Service.Tests.Commands;

public sealed class KeyWindowTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly Guid Key = new("11111111-1111-1111-1111-111111111111");
    private static readonly Guid Other = new("22222222-2222-2222-2222-222222222222");

    [Fact]
    public void Take_remembers_the_first_command_of_a_key_and_its_request()
    {
        var sut = CreateSut();
        Take(sut, Command(Key, Hash), Event(), Command(Key, new string('9', 64)));
        var first = sut.Find(Key).ShouldNotBeNull();
        first.Offset.ShouldBe(100);
        first.IsOf(new IdempotencyKey(Key, Hash)).ShouldBeTrue();
        first.IsOf(new IdempotencyKey(Key, new string('9', 64))).ShouldBeFalse();
        sut.Find(Other).ShouldBeNull();
        (sut.From, sut.To, sut.Count).ShouldBe((100, 103, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":"somebody else's"}""")]
    [InlineData("""{"type":"job.submit"}""")]
    public void Take_passes_over_commands_of_no_key(string value)
    {
        var sut = CreateSut();
        Take(sut, new LogRecord { Kind = RecordKind.Command, Value = Encoding.UTF8.GetBytes(value) });
        (sut.Count, sut.To).ShouldBe((0, 101));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("short")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void Command_without_a_hash_of_ours_is_of_no_request(string? hash)
    {
        var sut = CreateSut();
        Take(sut, Command(Key, hash));
        sut.Find(Key)!.Value.IsOf(new IdempotencyKey(Key, Hash)).ShouldBeFalse();
    }

    [Fact]
    public void Oldest_commands_leave_and_the_stretch_begins_behind_them()
    {
        var sut = CreateSut(capacity: 1);
        Take(sut, Event(), Command(Key, Hash), Command(Other, Hash));
        (sut.Find(Key), sut.From, sut.To, sut.Count).ShouldBe((null, 102, 103, 1));
        sut.Forget(1002);
        sut.Find(Other).ShouldNotBeNull();
        sut.Forget(1003);
        (sut.Find(Other), sut.From, sut.To, sut.Count).ShouldBe((null, 103, 103, 0));
    }

    [Fact]
    public void Take_of_ones_own_command_goes_on_behind_it()
    {
        var sut = CreateSut();
        sut.Take(Key, FirstCommand.At(100, Hash), 1);
        (sut.Find(Key)!.Value.Offset, sut.To).ShouldBe((100, 101));
    }

    private static KeyWindow CreateSut(int capacity = 10)
    {
        var sut = new KeyWindow(capacity);
        sut.Begin(100);
        return sut;
    }

    // The log takes the record at offset 100 + n at the time 1000 + n.
    private static void Take(KeyWindow sut, params LogRecord[] records) => sut.Take(new LogBatch(
        0, sut.To, sut.To + records.Length, records.Select((record, n) => new LogEntry(sut.To + n, 900 + sut.To + n, record)).ToArray()));

    private static LogRecord Event() => new() { Kind = RecordKind.Event, Value = """{"id":"11111111111111111111111111111111"}"""u8.ToArray() };

    private static LogRecord Command(Guid key, string? hash) => new()
    {
        Kind = RecordKind.Command,
        Value = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new CommandBody { Type = CommandTypes.SubmitJob, User = "u", Channel = "user:u", Id = key.ToString("N"), BodyHash = hash }, CommandJson.Default.CommandBody),
    };
}
