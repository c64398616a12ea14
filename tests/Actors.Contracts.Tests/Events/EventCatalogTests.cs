using System.Reflection;
using System.Text.RegularExpressions;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;

namespace Actors.Contracts.Tests.Events;

public sealed partial class EventCatalogTests
{
    private static readonly string[] Names =
        [.. typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Catalog_holds_every_named_type_once_and_no_other() =>
        EventCatalog.All.Select(s => s.Name).ShouldBe(Names, ignoreOrder: true);

    [Fact]
    public void Terminal_types_are_complete_failed_and_cancelled() =>
        EventCatalog.All.Where(s => s.Terminal).Select(s => s.Name)
            .ShouldBe([EventTypes.GenerationComplete, EventTypes.GenerationFailed, EventTypes.GenerationCancelled], ignoreOrder: true);

    [Fact]
    public void Every_step_of_a_job_has_one_type() =>
        EventCatalog.All.Where(s => s.Step != JobStep.None).Select(s => s.Step)
            .ShouldBe(Enum.GetValues<JobStep>().Where(s => s != JobStep.None), ignoreOrder: true);

    [Fact]
    public void Every_type_has_a_doc_line_and_a_version() =>
        EventCatalog.All.ShouldAllBe(s => s.Doc.Length > 10 && !s.Doc.Contains('\n') && s.Version >= 1);

    [Fact]
    public void ResultSchema_names_fields_in_camel_case()
    {
        var schema = EventCatalog.Get(EventTypes.ChatChunk).ResultSchema()!;
        schema["properties"]!.AsObject().Select(p => p.Key).ShouldBe(["streamId", "text", "position", "done", "provider"], ignoreOrder: true);
        schema["required"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["streamId", "text", "position"], ignoreOrder: true);
    }

    [Fact]
    public void Sources_name_event_types_only_through_the_constants()
    {
        var literals = Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "EventTypes.cs" && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => TypeLiteral().Matches(File.ReadAllText(f)).Select(m => $"{Path.GetFileName(f)}: {m.Value}"));
        literals.ShouldBeEmpty("an event's type must be a constant of EventTypes, which the catalog holds");
    }

    // An event head or draft given a string of its own, or a name in the families that the system emits.
    [GeneratedRegex("(?<=new\\s+Event(Head|Draft)\\s*(\\(\\))?\\s*\\{[^}]*)\\bType\\s*=\\s*\"[^\"]*\"|\"(generation_|ai_chat|connection\\.status)[a-z_.]*\"")]
    private static partial Regex TypeLiteral();

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Actors.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return directory.FullName;
    }
}
