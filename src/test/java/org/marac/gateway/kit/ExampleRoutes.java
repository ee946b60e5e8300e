package org.marac.gateway.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** A copy of the example's routes and mappings, with what a test's agencies have besides. */
public final class ExampleRoutes {
    private final Path folder;

    private ExampleRoutes(Path folder) {
        this.folder = folder;
    }

    /** Copies them into the directory, as {@code routes}. */
    public static ExampleRoutes in(Path directory) throws IOException {
        return new ExampleRoutes(Folders.copied(Path.of("routes"), directory.resolve("routes")));
    }

    /** Where they lie. */
    public Path folder() {
        return folder;
    }

    /** An agency gets its disclosures by this template, for example {@code mail-out}. */
    public ExampleRoutes out(String agency, String template) throws IOException {
        return out(agency, template, Map.of());
    }

    /** An agency gets its disclosures by this template, with these parameters besides its own name. */
    public ExampleRoutes out(String agency, String template, Map<String, String> more) throws IOException {
        StringBuilder route = new StringBuilder("""
                - templatedRoute:
                    routeTemplateRef: %2$s
                    routeId: %1$s-%2$s
                    parameters:
                      - {name: agency, value: %1$s}
                """.formatted(agency, template));
        new TreeMap<>(more)
                .forEach((name, value) -> route.append("      - {name: %s, value: \"%s\"}\n".formatted(name, value)));
        Files.writeString(
                folder.resolve("agencies/" + agency + ".camel.yaml"), route.toString(), StandardOpenOption.APPEND);
        return this;
    }

    /** An agency's staff fill in {@link WordForm}. */
    public ExampleRoutes wordForm(String agency) throws IOException {
        Path mapping = Files.createDirectories(folder.resolve("mappings").resolve(agency));
        Files.writeString(mapping.resolve("form.yaml"), WordForm.LABELS);
        return this;
    }
}
