using System.Runtime.InteropServices;
using System.Text;
using Actors.Log.Kafka.Native;
using Confluent.Kafka;

namespace Actors.Log.Kafka.Placing;

/// <summary>
/// Asks the group's coordinator how the group is, over a connection of its own: that of the member answers nothing while it
/// joins. The client is kept, and is replaced when the coordinator did not answer, since the library never asks anew who that
/// is while the one that it knows is down or is it no longer. One thread uses it.
/// </summary>
internal sealed unsafe class GroupWatch : IDisposable
{
    private const int LongMilliseconds = 300_000;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    private readonly KafkaClients _clients;
    private readonly string _topic;
    private readonly byte[] _group;
    private GCHandle _log;
    private nint _client;
    private nint _queue;
    private nint _options;
    private bool _hasAdminRequests;
    private bool _isMissing;

    internal GroupWatch(KafkaClients clients, KafkaLogOptions options)
    {
        (_clients, _topic) = (clients, options.Topic);
        _group = [.. Encoding.UTF8.GetBytes(options.Group), 0];
        _log = GCHandle.Alloc(clients.Log);
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="KafkaException">The coordinator does not answer, or not yet; the next time may be better.</exception>
    internal GroupView Look()
    {
        if (_isMissing)
        {
            return GroupView.Undescribed;
        }

        try
        {
            return Ask();
        }
        catch (EntryPointNotFoundException)
        {
            _isMissing = true;
            End();
            return GroupView.Undescribed;
        }
        catch (ArgumentException e)
        {
            // The settings were good enough for other clients: what lacks is a thread or a handle.
            throw new KafkaException(new Error(ErrorCode.Local_Fail, e.Message));
        }
        catch (KafkaException)
        {
            End();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _log.Free();
    }

    private GroupView Ask()
    {
        if (_client == 0)
        {
            Begin();
        }

        if (!_hasAdminRequests && !HasAdminRequests())
        {
            _isMissing = true;
            End();
            return GroupView.Undescribed;
        }

        _hasAdminRequests = true;
        fixed (byte* group = _group)
        {
            RdGroup.Describe(_client, &group, 1, _options, _queue);
        }

        return Await(RdGroup.Description, Read);
    }

    /// <summary>
    /// Whether the brokers know what came to Kafka long after groups could be described: a request that they do not know fails in
    /// order when it is for any broker; librdkafka 2.0 uses memory that it has freed when it is for a coordinator.
    /// </summary>
    private bool HasAdminRequests()
    {
        var topic = RdGroup.ResourceNew(RdGroup.Topic, _topic);
        RdGroup.DescribeSettings(_client, &topic, 1, _options, _queue);
        RdGroup.ResourceDestroy(topic);
        return Await(RdGroup.Settings, happened =>
        {
            var error = RdKafka.EventError(happened);
            if (error != (int)ErrorCode.Local_UnsupportedFeature)
            {
                Check(error);
            }

            return error == RdKafka.Ok;
        });
    }

    private T Await<T>(int type, Func<nint, T> read)
    {
        var began = _clients.Time.GetTimestamp();
        while (_clients.Time.GetElapsedTime(began) is var waited && waited < AnswerWithin)
        {
            var happened = RdKafka.Poll(_queue, (int)(AnswerWithin - waited).TotalMilliseconds + 1);
            if (happened == 0)
            {
                continue;
            }

            try
            {
                if (RdKafka.EventType(happened) == type)
                {
                    return read(happened);
                }
            }
            finally
            {
                RdKafka.EventDestroy(happened);
            }
        }

        throw new KafkaException(ErrorCode.Local_TimedOut);
    }

    private GroupView Read(nint happened)
    {
        Check(RdKafka.EventError(happened));
        nuint count;
        var group = RdGroup.Groups(RdGroup.Result(happened), &count)[0];
        if (RdGroup.GroupError(group) is not 0 and var error)
        {
            Check(RdKafka.ErrorCode(error));
        }

        _clients.Answered();
        var shards = new Dictionary<string, int[]>();
        for (nuint i = 0; i < RdGroup.MemberCount(group); i++)
        {
            var member = RdGroup.Member(group, i);
            shards[RdConf.Text(RdGroup.MemberId(member))] = Shards(RdGroup.Assignment(member));
        }

        return new GroupView(State(RdGroup.State(group)), shards);
    }

    private int[] Shards(nint assignment)
    {
        var list = assignment == 0 ? null : RdGroup.Partitions(assignment);
        var shards = new List<int>();
        for (var i = 0; list is not null && i < list->Count; i++)
        {
            if (RdConf.Text((byte*)list->Items[i].Topic) == _topic)
            {
                shards.Add(list->Items[i].Shard);
            }
        }

        return [.. shards];
    }

    // rd_kafka_consumer_group_state_t; a group of which nothing is known has nobody.
    private static GroupState State(int state) => state switch
    {
        1 => GroupState.Joining,
        2 => GroupState.Assigning,
        3 => GroupState.Stable,
        _ => GroupState.Empty,
    };

    private static void Check(int error)
    {
        if (error != RdKafka.Ok)
        {
            throw new KafkaException((ErrorCode)error);
        }
    }

    private void Begin()
    {
        var conf = RdConf.From(_clients.WatchSettings(), _clients);
        RdLines.Send(conf, _log);
        _client = RdConf.NewClient(RdKafka.Producer, conf, _clients);
        _queue = RdKafka.MainQueue(_client);
        _options = RdGroup.OptionsNew(_client, RdGroup.AnyRequest);
        // The client ends before the library gives a request up: for what it does with the coordinator afterwards, see HasAdminRequests.
        _ = RdGroup.OptionsTimeout(_options, LongMilliseconds, null, 0);
    }

    private void End()
    {
        if (_client != 0)
        {
            RdGroup.OptionsDestroy(_options);
            RdKafka.QueueDestroy(_queue);
            RdKafka.Destroy(_client);
            _client = 0;
        }
    }
}
