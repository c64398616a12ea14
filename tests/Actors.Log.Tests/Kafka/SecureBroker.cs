using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Actors.Log.Kafka;
using Actors.TestServers;

namespace Actors.Log.Tests.Kafka;

/// <summary>A broker with a listener that asks for a login over TLS, beside one that asks for nothing.</summary>
public sealed class SecureBroker : IAsyncLifetime
{
    private const string User = "actors";

    private readonly string _folder = Directory.CreateTempSubdirectory("actors-log-").FullName;
    private readonly int _plain = FreePort.Next();
    private readonly int _secure = FreePort.Next();
    private KafkaServer _server = null!;

    /// <summary>What the broker takes for a password.</summary>
    internal const string Password = "geheim-17";

    private string Certificate => Path.Combine(_folder, "certificate.pem");

    public async Task InitializeAsync()
    {
        var (keys, controller) = (Path.Combine(_folder, "keys.pem"), FreePort.Next());
        await File.WriteAllTextAsync(keys, MakeCertificate());
        _server = await KafkaServer.StartAsync(
            brokers: 1,
            shared: false,
            $"listeners=PLAINTEXT://127.0.0.1:{_plain},SECURE://127.0.0.1:{_secure},CONTROLLER://127.0.0.1:{controller}",
            $"controller.quorum.voters=1@127.0.0.1:{controller}",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL",
            "listener.name.secure.sasl.enabled.mechanisms=PLAIN",
            $"listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_{User}=\"{Password}\";",
            "listener.name.secure.ssl.keystore.type=PEM",
            $"listener.name.secure.ssl.keystore.location={keys}");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The options of a topic of its own, for a node that logs in and writes down all it can.</summary>
    internal KafkaLogOptions Fresh(string password) => KafkaNode.Fresh($"127.0.0.1:{_secure}", 1) with
    {
        Client = new Dictionary<string, string>
        {
            ["security.protocol"] = "sasl_ssl",
            ["sasl.mechanism"] = "PLAIN",
            ["sasl.username"] = User,
            ["sasl.password"] = password,
            ["ssl.ca.location"] = Certificate,
            ["debug"] = "all",
        },
    };

    /// <summary>The same topic for who comes without a login.</summary>
    internal KafkaLogOptions Plain(KafkaLogOptions options) => options with
    {
        BootstrapServers = $"127.0.0.1:{_plain}",
        Client = new Dictionary<string, string>(),
    };

    /// <summary>Writes a certificate for the broker's address; returns it with its key.</summary>
    private string MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var text = certificate.ExportCertificatePem();
        File.WriteAllText(Certificate, text);
        return $"{key.ExportPkcs8PrivateKeyPem()}\n{text}\n";
    }
}
