using System.Text;
using System.Text.Json;
using Actors.Contracts.Commands;

namespace Actors.Contracts.Tests.Commands;

public sealed class CommandWriterTests
{
    private const string Prompt = "Это \"текст\" & <b>ещё</b> 'текст'+🦀";

    private static readonly CommandBody Body = new()
    {
        Type = CommandTypes.SubmitJob,
        User = "ü",
        Channel = "user:u",
        Kind = "text",
        Input = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["prompt"] = Prompt }),
        TextSoFar = Prompt,
    };

    [Fact]
    public void Write_escapes_what_JSON_needs_and_no_letters()
    {
        var text = Encoding.UTF8.GetString(CommandWriter.Write(Body));

        text.ShouldStartWith("""{"type":"job.submit","user":"ü",""");
        text.ShouldContain("""{"prompt":"Это \"текст\" & <b>ещё</b> 'текст'+""");
        text.ShouldNotContain("null");
    }

    [Fact]
    public void A_command_reads_the_same_however_much_of_it_is_escaped()
    {
        foreach (var bytes in (byte[][])[CommandWriter.Write(Body), JsonSerializer.SerializeToUtf8Bytes(Body, CommandJson.Default.CommandBody)])
        {
            var read = JsonSerializer.Deserialize(bytes, CommandJson.Default.CommandBody)!;
            (read with { Input = null }).ShouldBe(Body with { Input = null });
            read.Input!.Value.GetProperty("prompt").GetString().ShouldBe(Prompt);
        }
    }
}
