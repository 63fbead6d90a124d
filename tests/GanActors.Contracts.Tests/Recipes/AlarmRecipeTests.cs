using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>What a recipe may say of alarms.</summary>
public sealed class AlarmRecipeTests
{
    private const string Alarms = "alarms: { mode_collapse: { reaction: stop, bound: 0.5, window: 400 }, oscillation: none, one_sided: roll-back }\n";

    [Fact]
    public void All_alarms_are_told_unless_the_recipe_says_otherwise()
    {
        Assert.Equal(AlarmsSpec.Default, RecipeText.Read(RecipeText.Least).Alarms);
        Assert.All(Enum.GetValues<AlarmKind>(), kind => Assert.Equal(AlarmReaction.Tell, AlarmsSpec.Default[kind]!.Reaction));
        Assert.Null(RecipeText.Read(RecipeText.Least + "alarms: none\n").Alarms);
        Assert.Null(RecipeText.Read(RecipeText.Least + Alarms, "alarms=none").Alarms);
    }

    [Fact]
    public void An_alarm_is_a_reaction_or_a_mapping_or_none()
    {
        var standard = AlarmsSpec.Default;
        Assert.Equal(
            standard with
            {
                ModeCollapse = new AlarmSpec(AlarmReaction.Stop, 0.5f, 400),
                Oscillation = null,
                OneSided = standard.OneSided! with { Reaction = AlarmReaction.RollBack },
            },
            RecipeText.Read(RecipeText.Least + Alarms).Alarms);
        Assert.Equal(7, RecipeText.Read(RecipeText.Least + Alarms, "alarms.mode_collapse.window=7").Alarms!.ModeCollapse!.Window);
        Assert.Equal(AlarmReaction.Stop, RecipeText.Read(RecipeText.Least, "alarms.non_finite=stop").Alarms!.NonFinite!.Reaction);
    }

    /// <summary>As in <see cref="RecipeErrorTests.Faults"/>.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "mode_collapse:", "§mode_colapse:", "alarms.mode_colapse", "unknown key; did you mean 'mode_collapse'?" },
        { "reaction: stop", "reaction: §halt", "alarms.mode_collapse.reaction", "expected one of tell, stop, roll-back, found 'halt'" },
        { "one_sided: roll-back", "one_sided: §rollback", "alarms.one_sided", "expected one of tell, stop, roll-back, found 'rollback'; did you mean 'roll-back'?" },
        { "bound: 0.5", "bound: §1", "alarms.mode_collapse.bound", "1 is out of range: expected a number above 0 and below 1" },
        { "window: 400", "window: §0", "alarms.mode_collapse.window", "0 is out of range: expected a whole number from 1 to 1000000000" },
        { "oscillation: none", "non_finite: { §window: 3 }", "alarms.non_finite.window", "unknown key; allowed: reaction" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_line_column_and_key(string good, string bad, string key, string problem) =>
        RecipeText.AssertFaultIsNamed(RecipeText.Least + Alarms, good, bad, key, problem, blamed: ("alarms: {", "alarms: §{"));
}
