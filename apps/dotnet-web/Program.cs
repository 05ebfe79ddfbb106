using System.Collections.Concurrent;
using System.Text.Json.Serialization;

// An ordinary minimal API: notes that are kept in memory, as JSON.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://0.0.0.0:8080");
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, NotesContext.Default));
WebApplication app = builder.Build();

var notes = new ConcurrentDictionary<int, Note>();
int last = 0;
app.MapGet("/", () => "Lithe serves ASP.NET Core.\n");
app.MapGet("/notes", () => notes.Values.OrderBy(note => note.Id).ToArray());
app.MapGet("/notes/{id:int}", (int id) => notes.TryGetValue(id, out Note? note) ? Results.Ok(note) : Results.NotFound());
app.MapPost("/notes", (NewNote posted) =>
{
    var note = new Note(Interlocked.Increment(ref last), posted.Text, posted.Tags ?? []);
    notes[note.Id] = note;
    return Results.Created($"/notes/{note.Id}", note);
});
app.MapDelete("/notes/{id:int}", (int id) => notes.TryRemove(id, out _) ? Results.NoContent() : Results.NotFound());
app.MapGet("/machine", () => new Machine(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.WorkingSet, Environment.OSVersion.VersionString));
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("dotnet-web: ready"));
app.Run();

internal sealed record Note(int Id, string Text, string[] Tags);

internal sealed record NewNote(string Text, string[]? Tags);

internal sealed record Machine(int Processors, long Memory, long WorkingSet, string System);

[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Note[]))]
[JsonSerializable(typeof(NewNote))]
[JsonSerializable(typeof(Machine))]
internal sealed partial class NotesContext : JsonSerializerContext;
