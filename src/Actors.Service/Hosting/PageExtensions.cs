namespace Actors.Service.Hosting;

/// <summary>Serves the page.</summary>
internal static class PageExtensions
{
    private const string Hashed = "public, max-age=31536000, immutable";
    private const string Revalidated = "no-cache";

    // Everything that the page needs is a file of its own origin: what is put into it from elsewhere neither runs nor loads.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves the files of <c>wwwroot</c>: <c>/</c> is <c>index.html</c>; files under <c>/assets</c> bear a hash in their names and never change.</summary>
    public static void UseActorsPage(this IApplicationBuilder app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => SetHeaders(file.Context),
        });
    }

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? Hashed : Revalidated;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
