using Lithe.Build;
using Spectre.Console;

namespace Lithe.Cli.Terminal;

/// <summary>Shows how work goes on: a spinner on a terminal, lines with <c>--verbose</c>, nothing otherwise.</summary>
internal static class Progress
{
    // Work that is over sooner shows nothing: an up-to-date build does not flicker, nor does it wait for Spectre to load.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Does work that tells its progress.</summary>
    public static async Task<T> WatchAsync<T>(Screen screen, string title, Func<IBuildProgress?, Task<T>> work)
    {
        if (!screen.ShowsProgress)
            return await work(screen.Verbose ? new LineProgress(screen.Error, title) : null).ConfigureAwait(false);

        var status = new StatusText(title);
        Task<T> task = work(status);
        if (await Task.WhenAny(task, Task.Delay(Patience)).ConfigureAwait(false) != task)
            await SpinAsync(screen, status, task).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    private static async Task SpinAsync(Screen screen, StatusText status, Task task)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen.Error) });
        await console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(status.Text), async context =>
        {
            while (await Task.WhenAny(task, Task.Delay(80)).ConfigureAwait(false) != task)
                context.Status(Markup.Escape(status.Text));
        }).ConfigureAwait(false);
    }

    private sealed class StatusText : IBuildProgress
    {
        private readonly string _title;
        private volatile string _text;
        private string _step = "";
        private int _total;
        private int _done;

        public StatusText(string title) => (_title, _text) = (title, title);

        public string Text => _text;

        public void Begin(string step, int total)
        {
            (_step, _total, _done) = (step, total, 0);
            _text = Compose("");
        }

        public void Advance(string item)
        {
            _done++;
            _text = Compose(item);
        }

        public void End() => _text = _title;

        private string Compose(string item) => _total > 0 ? $"{_title}: {_step} {_done}/{_total} {item}" : $"{_title}: {_step} {item}";
    }

    private sealed class LineProgress(TextWriter writer, string title) : IBuildProgress
    {
        private string _step = "";

        public void Begin(string step, int total) => writer.WriteLine($"{title}: {_step = step}{(total > 0 ? $" ({total})" : "")}");

        public void Advance(string item) => writer.WriteLine($"{title}: {_step}: {item}");

        public void End()
        {
        }
    }
}
