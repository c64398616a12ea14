using Actors.Contracts.Events;
using Actors.Service.Documents;

namespace Actors.Service.Tests.Documents;

public sealed class AsyncApiDocumentTests
{
    [Fact]
    public void Every_type_of_the_catalog_is_described_and_every_reference_leads_somewhere()
    {
        var document = AsyncApiDocument.Create();
        var messages = document["components"]!["messages"]!.AsObject();
        messages.Select(m => m.Value!["name"]!.GetValue<string>()).ShouldBe(EventCatalog.All.Select(s => s.Name), ignoreOrder: true);
        foreach (var (key, reference) in document["channels"]!["events"]!["messages"]!.AsObject())
        {
            reference!["$ref"]!.GetValue<string>().ShouldBe($"#/components/messages/{key}");
            messages.ContainsKey(key).ShouldBeTrue();
        }
    }
}
