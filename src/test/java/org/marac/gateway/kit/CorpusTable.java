package org.marac.gateway.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was made of every file of a corpus: file, expected, got. Written to target/corpus for people, and checked. */
public final class CorpusTable {
    private final String name;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String file, String expected, String got) {}

    /** @param name of the corpus, and of the file */
    public CorpusTable(String name) {
        this.name = name;
    }

    /** One file. */
    public void add(String file, String expected, String got) {
        rows.add(new Row(file, expected, got));
    }

    /** Writes the table and fails for the first file that did not come out as expected. */
    public void check() throws IOException {
        StringBuilder table = new StringBuilder("| file | expected | got |\n|---|---|---|\n");
        rows.forEach(row -> table.append("| %s | %s | %s |%n".formatted(row.file(), row.expected(), row.got())));
        Path folder = Files.createDirectories(Path.of("target", "corpus"));
        Files.writeString(folder.resolve(name + ".md"), table.toString());
        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.got()).as(row.file()).isEqualTo(row.expected()));
    }
}
