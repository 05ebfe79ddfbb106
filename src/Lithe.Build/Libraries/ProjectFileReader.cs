using System.Xml;
using System.Xml.Linq;
using Lithe.Description;

namespace Lithe.Build.Libraries;

/// <summary>
/// Reads a project file as the declaration it must be. What is not known here is an error: MSBuild would act on it, this
/// build would not, and an editor would then show something else than the image holds.
/// </summary>
internal sealed class ProjectFileReader
{
    private static readonly string[] LibraryProperties =
        ["AssemblyName", "LitheRole", "LitheImplements", "LitheSymbol", "LitheArch", "LithePure"];

    private static readonly string[] AppProperties = ["AssemblyName", "RootNamespace", "OutputType", "AllowUnsafeBlocks"];

    private readonly string _file;
    private readonly bool _isApp;
    private readonly List<Diagnostic> _diagnostics;
    private readonly Dictionary<string, (string Value, XElement Element)> _properties = new(StringComparer.Ordinal);
    private readonly List<ProjectReference> _references = [];

    private ProjectFileReader(string file, bool isApp, List<Diagnostic> diagnostics) =>
        (_file, _isApp, _diagnostics) = (file, isApp, diagnostics);

    /// <summary>Reads a library's project. Null, with an error added, when it cannot be used.</summary>
    public static LibraryProject? ReadLibrary(string file, List<Diagnostic> diagnostics) =>
        new ProjectFileReader(file, isApp: false, diagnostics).Read();

    /// <summary>Reads an application's project. Null, with an error added, when it cannot be used.</summary>
    public static LibraryProject? ReadApp(string file, List<Diagnostic> diagnostics) =>
        new ProjectFileReader(file, isApp: true, diagnostics).Read();

    private LibraryProject? Read()
    {
        int before = _diagnostics.Count;
        XElement? root = Load();
        if (root is null)
            return null;
        ReadProject(root);
        if (_diagnostics.Count != before)
            return null;

        string projectName = Path.GetFileNameWithoutExtension(_file);
        var project = new LibraryProject
        {
            File = _file,
            ProjectName = projectName,
            AssemblyName = Value("AssemblyName") ?? projectName,
            Role = Value("LitheRole"),
            Implements = Value("LitheImplements"),
            Symbol = Value("LitheSymbol"),
            Arch = Value("LitheArch"),
            AllowUnsafe = Value("AllowUnsafeBlocks") == "true",
            References = _references,
        };
        CheckValues(project);
        return _diagnostics.Count == before ? project : null;
    }

    private XElement? Load()
    {
        try
        {
            // Project files have no document type; forbidding one also forbids entities that expand without end.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 1 << 20 };
            // Not by name: that would be read as an address, in which '%' is no letter.
            using FileStream file = File.OpenRead(_file);
            using var reader = XmlReader.Create(file, settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root;
        }
        catch (XmlException problem)
        {
            _diagnostics.Add(Diagnostic.ErrorAt("LITHE1201", "the project file is not XML: " + problem.Message.TrimEnd('.'), null, _file, problem.LineNumber, problem.LinePosition));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Add(Diagnostic.ErrorAt("LITHE1201", "the project file cannot be read: " + problem.Message, null, _file));
        }
        return null;
    }

    private void ReadProject(XElement root)
    {
        if (root.Name.LocalName != "Project")
            Unknown(root, ["Project"]);
        foreach (XAttribute attribute in root.Attributes())
        {
            if (attribute.Name.LocalName != "Sdk" && !attribute.IsNamespaceDeclaration)
                UnknownAttribute(root, attribute);
        }
        foreach (XElement group in root.Elements())
        {
            RefuseAttributes(group);
            if (group.Name.LocalName == "PropertyGroup")
                ReadProperties(group);
            else if (group.Name.LocalName == "ItemGroup")
                ReadItems(group);
            else
                Unknown(group, ["PropertyGroup", "ItemGroup"]);
        }
    }

    private void ReadProperties(XElement group)
    {
        string[] known = _isApp ? AppProperties : LibraryProperties;
        foreach (XElement element in group.Elements())
        {
            RefuseAttributes(element);
            string name = element.Name.LocalName;
            if (!known.Contains(name))
                Unknown(element, known);
            else if (element.HasElements || element.Value.Trim().Length == 0 || element.Value.Contains("$("))
                Error("LITHE1203", $"<{name}> must hold a plain text", null, element);
            else if (!_properties.TryAdd(name, (element.Value.Trim(), element)))
                Error("LITHE1203", $"<{name}> is given twice", "remove one of the two", element);
        }
    }

    private void ReadItems(XElement group)
    {
        foreach (XElement element in group.Elements())
        {
            if (element.Name.LocalName != "ProjectReference")
            {
                Unknown(element, ["ProjectReference"]);
                continue;
            }
            foreach (XAttribute attribute in element.Attributes())
            {
                if (attribute.Name.LocalName != "Include")
                    UnknownAttribute(element, attribute);
            }
            string include = ((string?)element.Attribute("Include") ?? string.Empty).Replace('\\', '/');
            string path = Path.GetFullPath(include, Path.GetDirectoryName(_file)!);
            var place = (IXmlLineInfo)element;
            if (include.Length == 0 || include.Contains('*') || include.Contains("$(") || element.HasElements)
                Error("LITHE1203", "a <ProjectReference> must name one project file: Include=\"../x/Lithe.X.csproj\"", null, element);
            else if (!File.Exists(path))
                Error("LITHE1204", $"the project '{include}' does not exist", $"it is looked for as {path}", element);
            else if (_references.Exists(reference => reference.File == path))
                Error("LITHE1203", $"the project '{include}' is referenced twice", "remove one of the two", element);
            else
                _references.Add(new ProjectReference(path, place.LineNumber, place.LinePosition));
        }
    }

    private void CheckValues(LibraryProject project)
    {
        if (!IsDottedName(project.AssemblyName))
            Error("LITHE1203", $"'{project.AssemblyName}' cannot be an assembly's name", "use letters, digits, '_' and '.'", Element("AssemblyName"));
        if (project.IsContract && project.IsImplementation)
            Error("LITHE1203", "a project is a contract (<LitheRole>) or an implementation (<LitheImplements>), not both", null, Element("LitheImplements"));
        if (project.IsImplementation && project.Implements != project.AssemblyName)
            Error("LITHE1205", $"an implementation has the assembly name of its contract, '{project.Implements}', here it is '{project.AssemblyName}'", $"write <AssemblyName>{project.Implements}</AssemblyName>", Element("LitheImplements"));
        if (project.IsContract && project.Symbol is not null)
            Error("LITHE1203", "a contract is in the image when something references it; <LitheSymbol> belongs to its implementations", null, Element("LitheSymbol"));
        if (project.Arch is not null && Target.All.All(target => target.Arch != project.Arch))
            Error("LITHE1203", $"there is no processor '{project.Arch}'", "processors are: " + string.Join(", ", Target.All.Select(target => target.Arch).Distinct()), Element("LitheArch"));
        if (Value("LithePure") is not (null or "true" or "false"))
            Error("LITHE1203", "<LithePure> must be true or false", null, Element("LithePure"));
        if (Value("AllowUnsafeBlocks") is not (null or "true" or "false"))
            Error("LITHE1203", "<AllowUnsafeBlocks> must be true or false", null, Element("AllowUnsafeBlocks"));
    }

    private static bool IsDottedName(string name) =>
        name.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    private string? Value(string property) => _properties.TryGetValue(property, out var found) ? found.Value : null;

    private XElement? Element(string property) => _properties.TryGetValue(property, out var found) ? found.Element : null;

    private void RefuseAttributes(XElement element)
    {
        foreach (XAttribute attribute in element.Attributes())
            UnknownAttribute(element, attribute);
    }

    private void UnknownAttribute(XElement element, XAttribute attribute) =>
        Error("LITHE1202", $"the attribute '{attribute.Name.LocalName}' of <{element.Name.LocalName}> is not allowed here", "project files under Lithe are declarative: see docs/composition.md", attribute, element);

    private void Unknown(XElement element, IReadOnlyList<string> known)
    {
        string? nearest = NearMatch.Find(element.Name.LocalName, known);
        Error("LITHE1202", $"<{element.Name.LocalName}> is not allowed here", nearest is null ? $"allowed are: {string.Join(", ", known.Select(name => $"<{name}>"))}" : $"did you mean <{nearest}>?", element);
    }

    private void Error(string code, string message, string? mend, IXmlLineInfo? place, IXmlLineInfo? fallback = null)
    {
        place = place is not null && place.HasLineInfo() ? place : fallback;
        _diagnostics.Add(Diagnostic.ErrorAt(code, message, mend, _file, place?.LineNumber ?? 1, place?.LinePosition ?? 1));
    }
}
