namespace Actors.Service.Hosting;

/// <summary>Serves the page.</summary>
internal static class PageExtensions
{
    private const string Hashed = "public, max-age=31536000, immutable";
    private const string Revalidated = "no-cache";

    /// <summary>Serves the files of <c>wwwroot</c>: <c>/</c> is <c>index.html</c>; files under <c>/assets</c> bear a hash in their names and never change.</summary>
    public static void UseActorsPage(this IApplicationBuilder app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? Hashed : Revalidated,
        });
    }
}
