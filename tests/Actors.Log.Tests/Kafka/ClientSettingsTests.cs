using Actors.Log.Kafka;

namespace Actors.Log.Tests.Kafka;

public sealed class ClientSettingsTests
{
    [Theory]
    [InlineData("acks")]
    [InlineData("enable.idempotence")]
    [InlineData("Enable_Idempotence")]
    [InlineData("auto.offset.reset")]
    [InlineData("enable.auto.commit")]
    [InlineData("group.id")]
    [InlineData("group.instance.id")]
    [InlineData("partition.assignment.strategy")]
    [InlineData("isolation.level")]
    [InlineData("partitioner")]
    [InlineData("enable.partition.eof")]
    [InlineData("transactional.id")]
    [InlineData("bootstrap.servers")]
    [InlineData("dotnet.producer.enable.delivery.reports")]
    public void Fault_names_a_key_that_the_rules_rest_on(string key) =>
        ClientSettings.Fault(new Dictionary<string, string> { [key] = "x" })!.ShouldStartWith($"Kafka:Client:{key} ");

    [Fact]
    public void Fault_lets_everything_else_pass() => ClientSettings.Fault(new Dictionary<string, string>
    {
        ["security.protocol"] = "sasl_ssl",
        ["sasl.mechanism"] = "SCRAM-SHA-512",
        ["sasl_username"] = "u",
        ["sasl.password"] = "p",
        ["ssl.ca.location"] = "/etc/ca.pem",
        ["compression.type"] = "lz4",
        ["log_level"] = "7",
    }).ShouldBeNull();

    [Theory]
    [InlineData("SASL_Password", "sasl.password")]
    [InlineData("log_level", "log_level")]
    [InlineData("socket.timeout.ms", "socket.timeout.ms")]
    public void Normalize_gives_the_librarys_name(string key, string name) => ClientSettings.Normalize(key).ShouldBe(name);

    [Theory]
    [InlineData("sasl.password", true)]
    [InlineData("ssl_key_password", true)]
    [InlineData("ssl.key.pem", true)]
    [InlineData("ssl.keystore.password", true)]
    [InlineData("sasl.oauthbearer.client.secret", true)]
    [InlineData("sasl.oauthbearer.config", true)]
    [InlineData("sasl.oauthbearer.client.credentials.client.secret", true)]
    [InlineData("sasl.oauthbearer.assertion.private.key.passphrase", true)]
    [InlineData("sasl.oauthbearer.assertion.private.key.pem", true)]
    [InlineData("ssl_certificate_pem", true)]
    [InlineData("ssl.ca.pem", true)]
    [InlineData("sasl.jaas.config", true)]
    [InlineData("sasl.kerberos.kinit.cmd", true)]
    [InlineData("sasl.username", false)]
    [InlineData("ssl.ca.location", false)]
    [InlineData("sasl.mechanism", false)]
    [InlineData("linger.ms", false)]
    public void IsSecret_knows_what_must_not_be_shown(string key, bool secret) => ClientSettings.IsSecret(key).ShouldBe(secret);

    [Fact]
    public void Hide_takes_every_secret_out_the_longest_first()
    {
        var secrets = ClientSettings.Secrets(new Dictionary<string, string> { ["sasl.password"] = "geheim", ["ssl.key.password"] = "geheimnis", ["client.rack"] = "a" });

        ClientSettings.Hide("a geheimnis, a geheim", secrets).ShouldBe("a ***, a ***");
    }
}
