using System.Globalization;
using Actors.Bench.Load;

namespace Actors.Bench.Peers;

/// <summary>nginx with the nchan module over a Redis server, both from the distribution.</summary>
/// <param name="work">A folder of its own.</param>
internal sealed class NchanPeer(string work) : IPeer
{
    private const string Module = "/usr/lib/nginx/modules/ngx_nchan_module.so";
    private readonly int _port = ServerProcess.FreePort();
    private readonly int _redisPort = ServerProcess.FreePort();
    private ServerProcess? _nginx;
    private ServerProcess? _redis;

    /// <summary>True if this machine has nginx, the module and Redis.</summary>
    public static bool Installed => File.Exists(Module) && Find("nginx") is not null && Find("redis-server") is not null;

    public string Name => "nchan";

    public async Task StartAsync()
    {
        Directory.CreateDirectory(work);
        var configuration = Path.Combine(work, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration());
        _redis = await ServerProcess.StartAsync(Find("redis-server")!,
            ["--port", _redisPort.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no", "--dir", work], _redisPort, Path.Combine(work, "redis.log"));
        _nginx = await ServerProcess.StartAsync(Find("nginx")!, ["-p", work, "-c", configuration], _port, Path.Combine(work, "nginx.log"));
        await Task.Delay(500); // nchan connects to Redis in the background and has no way to ask whether it did
    }

    public async Task RestartAsync()
    {
        await DisposeAsync();
        await StartAsync();
    }

    public ListenerRequest Listen(string name, bool fromStart, bool resumes = false) =>
        new(_port, (fromStart ? "/all/" : "/new/") + name + "{c}", "", fromStart, resumes);

    public PublishRequest Publish(string name, int channels) =>
        new(_port, $"/publish/{name}{{c}}", "", channels, 0, 0, 200, 1, 1, BodyShape.Single);

    public ServerUsage Usage() => ServerUsage.Read([_nginx!.Id, _redis!.Id]);

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null) await _nginx.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        (_nginx, _redis) = (null, null);
    }

    private static string? Find(string program) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin" }.Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);

    private string Configuration() => $$"""
        load_module {{Module}};
        daemon off;
        user root;
        worker_processes auto;
        worker_rlimit_nofile 16384;
        pid {{work}}/nginx.pid;
        error_log {{work}}/error.log warn;
        events { worker_connections 12000; }
        http {
          access_log off;
          client_body_temp_path {{work}}/body;
          proxy_temp_path {{work}}/proxy;
          fastcgi_temp_path {{work}}/fastcgi;
          uwsgi_temp_path {{work}}/uwsgi;
          scgi_temp_path {{work}}/scgi;
          client_max_body_size 64m;
          nchan_shared_memory_size 512m;
          upstream store { nchan_redis_server redis://127.0.0.1:{{_redisPort}}; }
          server {
            listen 127.0.0.1:{{_port}} backlog=4096 reuseport;
            keepalive_requests 1000000000;
            nchan_message_buffer_length 20000;
            nchan_message_timeout 1h;
            nchan_redis_pass store;
            location ~ ^/publish/(.+)$ { nchan_publisher; nchan_channel_id $1; }
            location ~ ^/new/(.+)$ { nchan_subscriber eventsource; nchan_channel_id $1; nchan_subscriber_first_message newest; }
            location ~ ^/all/(.+)$ { nchan_subscriber eventsource; nchan_channel_id $1; nchan_subscriber_first_message oldest; }
          }
        }
        """;
}
