namespace Actors.Kernel.Tests.Surface;

/// <summary>A test that needs Akka.NET's own listing of its public API, in <c>shared/akka-api</c> beside some folder above the tests. Skipped where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AkkaApiFactAttribute : FactAttribute
{
    public AkkaApiFactAttribute()
    {
        if (ListingFolder is null)
            Skip = "Akka.NET's listing of its public API (shared/akka-api) is not here.";
    }

    internal static string? ListingFolder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var listings = Path.Combine(folder.FullName, "shared", "akka-api");
            if (Directory.Exists(listings))
                return listings;
        }

        return null;
    }
}
