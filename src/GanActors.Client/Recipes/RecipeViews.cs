namespace GanActors.Client;

/// <summary>A recipe or a sweep that ships with the program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>recipe</c>, <c>sweep</c>, <c>cells</c> or <c>md-gan</c>.</param>
/// <param name="Description">One line.</param>
/// <param name="Data">The data set's name.</param>
/// <param name="Generator">Trainable numbers of the generator; null where they depend on data that are not at hand.</param>
/// <param name="Discriminator">Trainable numbers of the discriminator.</param>
public sealed record RecipeRow(string Name, string Kind, string Description, string Data, long? Generator, long? Discriminator);

/// <summary>The text of a recipe or a sweep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">See <see cref="RecipeRow"/>.</param>
/// <param name="Yaml">As it ships.</param>
public sealed record RecipeText(string Name, string Kind, string Yaml);

/// <summary>Asks whether a text could be started.</summary>
/// <param name="Yaml">A recipe's or a sweep's text.</param>
/// <param name="Set">Values to change, <c>key=value</c> each.</param>
public sealed record CheckText(string Yaml, IReadOnlyList<string>? Set = null);

/// <summary>What would be started.</summary>
/// <param name="Kind">See <see cref="RecipeRow"/>.</param>
/// <param name="Name">Its name; null if it cannot be read.</param>
/// <param name="Errors">What is wrong; empty if it can be started.</param>
/// <param name="Notes">What to know before.</param>
/// <param name="Data">The data set; null if it cannot be read.</param>
/// <param name="Iterations">How long a run is; null if that is not known.</param>
/// <param name="Generator">Layer by layer; null if there is an error.</param>
/// <param name="Discriminator">Layer by layer; null if there is an error.</param>
/// <param name="Sweep">What a sweep varies; null for a recipe.</param>
public sealed record CheckedText(
    string Kind, string? Name, IReadOnlyList<FieldError> Errors, IReadOnlyList<string> Notes, DatasetRow? Data, long? Iterations, LayerTableView? Generator,
    LayerTableView? Discriminator, SweepOutline? Sweep);

/// <summary>A network, layer by layer.</summary>
/// <param name="Input">Shape of one item going in, such as <c>1x28x28</c>.</param>
/// <param name="Layers">From input to output.</param>
/// <param name="Parameters">Trainable numbers.</param>
public sealed record LayerTableView(string Input, IReadOnlyList<LayerView> Layers, long Parameters);

/// <summary>A layer.</summary>
/// <param name="Layer">Its word in a recipe.</param>
/// <param name="Options">Its options but those at their defaults.</param>
/// <param name="Output">Shape of one item coming out.</param>
/// <param name="Parameters">Trainable numbers.</param>
public sealed record LayerView(string Layer, string Options, string Output, long Parameters);

/// <summary>Asks what could be written at a place of a text.</summary>
/// <param name="Yaml">The text as far as it is.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1: before the character there.</param>
public sealed record CompleteText(string Yaml, int Line, int Column);

/// <summary>What could be written.</summary>
/// <param name="From">Column, from 1, where what is replaced begins.</param>
/// <param name="Items">What could stand there.</param>
public sealed record Completions(int From, IReadOnlyList<Completion> Items);

/// <summary>Something that could be written.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Kind"><c>key</c> or <c>value</c>.</param>
public sealed record Completion(string Text, string Label, string Kind);

/// <summary>A data set.</summary>
/// <param name="Name">What recipes call it.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Item">Shape of an item; null where a recipe says.</param>
/// <param name="Count">How many items; null where nobody knows beforehand.</param>
/// <param name="Classes">How many classes; null where nobody knows beforehand.</param>
/// <param name="Availability"><c>installed</c>, <c>built_in</c>, <c>test_only</c> or <c>missing</c>.</param>
/// <param name="Downloadable">Whether a download may help.</param>
/// <param name="Detail">Where it was found, or how to get it.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Download">The download under way, or the last one; null for none.</param>
public sealed record DatasetRow(
    string Name, string Title, string? Item, int? Count, int? Classes, string Availability, bool Downloadable, string Detail, string Source, DownloadState? Download);

/// <summary>A download.</summary>
/// <param name="State"><c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Done">Bytes.</param>
/// <param name="Total">Bytes of the file under way; 0 if not known.</param>
/// <param name="Error">Why it failed; null if it has not.</param>
public sealed record DownloadState(string State, long Done, long Total, string? Error);

/// <summary>All devices, and who waits.</summary>
/// <param name="Silos">By name.</param>
/// <param name="Queue">Who has waited longest comes first.</param>
public sealed record DevicesView(IReadOnlyList<SiloView> Silos, IReadOnlyList<WaitingView> Queue);

/// <summary>A silo.</summary>
/// <param name="Silo">Its name.</param>
/// <param name="Lanes">By number.</param>
public sealed record SiloView(string Silo, IReadOnlyList<LaneView> Lanes);

/// <summary>A device lane.</summary>
/// <param name="Device">For example <c>cpu (1 thread, AVX-512)</c>.</param>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Capacity">How many networks it takes.</param>
/// <param name="Memory">Bytes of its own memory; 0 if it has none.</param>
/// <param name="Runs">The runs with networks on it.</param>
public sealed record LaneView(string Device, string Kind, int Capacity, long Memory, IReadOnlyList<LaneRun> Runs);

/// <summary>A run on a lane.</summary>
/// <param name="Id">As its grains are called.</param>
/// <param name="Networks">How many of its networks are there: 1 or 2.</param>
/// <param name="Link">The run's id in the API; null if it is none of this server's.</param>
public sealed record LaneRun(string Id, int Networks, string? Link);

/// <summary>A run that waits.</summary>
/// <param name="Id">As its grains are called.</param>
/// <param name="Device">On what it wants to train.</param>
/// <param name="Reason">What it waits for.</param>
public sealed record WaitingView(string Id, string Device, string Reason);
