using Actors.Log.Kafka.Placing;
using Confluent.Kafka;

namespace Actors.Log.Tests.Kafka.Placing;

public sealed class GroupMemberTests
{
    private const int Shard = 1;
    private const string Me = ConsumerAtHand.Id;

    private readonly IConsumer<byte[], byte[]> _client = ConsumerAtHand.Create();
    private readonly GroupMember _member = new(2);

    public GroupMemberTests()
    {
        _member.Join(_client);
        _member.Set(Shard, owned: true);
    }

    [Fact]
    public void Stand_is_the_owners_when_a_stable_group_gave_it_the_shard() => Stand(Stable((Me, [Shard]), ("other", [0]))).ShouldBe(Standing.Owner);

    [Fact]
    public void Stand_is_the_owners_of_a_shard_that_it_gives_back_and_nobody_has_yet() =>
        Stand(Stable((Me, []), ("other", [0]))).ShouldBe(Standing.Owner);

    [Fact]
    public void Stand_is_a_strangers_when_the_shard_was_given_to_another() => Stand(Stable((Me, []), ("other", [Shard]))).ShouldBe(Standing.Stranger);

    [Theory]
    [InlineData(nameof(GroupState.Stable))]
    [InlineData(nameof(GroupState.Joining))]
    [InlineData(nameof(GroupState.Assigning))]
    [InlineData(nameof(GroupState.Empty))]
    public void Stand_is_a_strangers_when_the_group_does_not_know_the_member(string state) =>
        Stand(View(Enum.Parse<GroupState>(state), ("other", []))).ShouldBe(Standing.Stranger);

    [Fact]
    public void Stand_is_a_strangers_when_the_placement_has_not_given_the_shard()
    {
        _member.Set(Shard, owned: false);

        Stand(Stable((Me, [Shard]))).ShouldBe(Standing.Stranger);
        Stand(GroupView.Undescribed).ShouldBe(Standing.Stranger);
    }

    [Fact]
    public void Stand_is_the_owners_where_the_coordinator_cannot_say() => Stand(GroupView.Undescribed).ShouldBe(Standing.Owner);

    [Theory]
    [InlineData(nameof(GroupState.Joining))]
    [InlineData(nameof(GroupState.Assigning))]
    public void Stand_is_unsettled_while_the_group_is_not_at_rest(string state) =>
        Stand(View(Enum.Parse<GroupState>(state), (Me, []))).ShouldBe(Standing.Unsettled);

    [Fact]
    public void Stand_is_the_owners_while_the_others_wait_for_it_to_give_shards_back()
    {
        _member.Give(hasJoined: true);
        Stand(Joining()).ShouldBe(Standing.Owner);

        _member.Given();
        Stand(Joining()).ShouldBe(Standing.Unsettled);
    }

    [Fact]
    public void Stand_is_unsettled_while_it_leaves_in_the_middle_of_a_join_until_the_group_was_seen_at_rest()
    {
        _member.Give(hasJoined: false);
        Stand(Joining()).ShouldBe(Standing.Unsettled);

        Stand(Stable((Me, [Shard]))).ShouldBe(Standing.Owner);
        Stand(Joining()).ShouldBe(Standing.Owner);
    }

    [Fact]
    public void Stand_of_an_answer_to_what_was_asked_before_says_nothing_of_the_giving_back()
    {
        var before = _member.Now();
        _member.Give(hasJoined: false);

        _member.Stand(Shard, Stable((Me, [Shard])), before).ShouldBe(Standing.Owner);

        Stand(Joining()).ShouldBe(Standing.Unsettled);
    }

    [Theory]
    [InlineData(nameof(GroupState.Joining))]
    [InlineData(nameof(GroupState.Stable))]
    [InlineData(nameof(GroupState.Undescribed))]
    public void Commit_is_not_made_when_the_giving_back_has_ended_meanwhile(string state)
    {
        _member.Give(hasJoined: true);
        var moment = _member.Now();
        _member.Given();

        _member.Commit(Offsets(), View(Enum.Parse<GroupState>(state), (Me, [Shard])), moment)[Shard].ShouldBe(ErrorCode.RebalanceInProgress);

        ((ConsumerAtHand)_client).Commits.ShouldBeEmpty();
    }

    [Fact]
    public void Commit_is_not_made_when_a_giving_back_has_begun_and_ended_meanwhile()
    {
        var moment = _member.Now();
        _member.Give(hasJoined: true);
        _member.Given();

        _member.Commit(Offsets(), Stable((Me, [Shard])), moment)[Shard].ShouldBe(ErrorCode.RebalanceInProgress);

        ((ConsumerAtHand)_client).Commits.ShouldBeEmpty();
    }

    [Fact]
    public void Commit_is_made_while_the_giving_back_goes_on_and_after_one_that_had_ended_before()
    {
        _member.Give(hasJoined: true);
        _member.Commit(Offsets(), Joining(), _member.Now())[Shard].ShouldBe(ErrorCode.NoError);
        _member.Given();

        _member.Commit(Offsets(), Stable((Me, [Shard])), _member.Now())[Shard].ShouldBe(ErrorCode.NoError);

        ((ConsumerAtHand)_client).Commits.Count.ShouldBe(2);
    }

    [Fact]
    public void Commit_is_made_of_the_shards_that_the_member_has()
    {
        var offsets = new[] { Offset(0), Offset(Shard) };

        var results = _member.Commit(offsets, Stable((Me, [Shard])), _member.Now());

        results.ShouldBe(new Dictionary<int, ErrorCode> { [0] = ErrorCode.UnknownMemberId, [Shard] = ErrorCode.NoError });
        ((ConsumerAtHand)_client).Commits.ShouldBe([offsets[1]]);
    }

    [Fact]
    public void Commit_of_one_that_has_left_says_so()
    {
        var moment = _member.Now();
        _member.Leave();

        _member.Commit(Offsets(), Stable((Me, [Shard])), moment)[Shard].ShouldBe(ErrorCode.UnknownMemberId);
    }

    private static TopicPartitionOffset Offset(int shard) => new("log", shard, 7);

    private static TopicPartitionOffset[] Offsets() => [Offset(Shard)];

    private static GroupView Joining() => View(GroupState.Joining, (Me, []), ("other", []));

    private static GroupView Stable(params (string Id, int[] Shards)[] members) => View(GroupState.Stable, members);

    private static GroupView View(GroupState state, params (string Id, int[] Shards)[] members) =>
        new(state, members.ToDictionary(m => m.Id, m => m.Shards));

    private Standing Stand(GroupView view) => _member.Stand(Shard, view, _member.Now());
}
