using System.Diagnostics.Metrics;
using Actors.Service.Metrics;

namespace Actors.Service.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Every_kind_of_instrument_is_written_in_the_text_format()
    {
        using var store = new MetricStore();
        using var meter = new Meter("Actors.PrometheusTextTests");
        var counter = meter.CreateCounter<long>("test.things", "{thing}", "How many\nthings.");
        var upDown = meter.CreateUpDownCounter<int>("test.open");
        meter.CreateObservableGauge("test.depth", () => 4.5);
        var histogram = meter.CreateHistogram<double>("test.wait", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a\"b\\c\n"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a\"b\\c\n"));
        upDown.Add(5);
        upDown.Add(-2);
        histogram.Record(0.5);
        histogram.Record(1);
        histogram.Record(1.5);
        histogram.Record(9);

        var text = PrometheusText.Write(store.Collect().Where(s => s.Instrument.Meter == meter));

        text.ShouldBe(
            """
            # TYPE test_depth gauge
            test_depth 4.5
            # TYPE test_open gauge
            test_open 3
            # HELP test_things_total How many things.
            # TYPE test_things_total counter
            test_things_total{kind="a\"b\\c\n"} 5
            # TYPE test_wait_seconds histogram
            test_wait_seconds_bucket{le="1"} 2
            test_wait_seconds_bucket{le="2"} 3
            test_wait_seconds_bucket{le="+Inf"} 4
            test_wait_seconds_sum 12
            test_wait_seconds_count 4

            """);
    }
}
