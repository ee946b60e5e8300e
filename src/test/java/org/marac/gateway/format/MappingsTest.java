package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.model.AgencyId;

class MappingsTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    /** A kind of the test's own: one word, and a list from a file beside it where that is named. */
    private static final Mappings.Kind<String> WORD = new Mappings.Kind<>("word.yaml", file -> {
        String word = file.top().text("word");
        return file.top().has("beside")
                ? word + " " + file.beside(file.top(), "beside").strip()
                : word;
    });

    @TempDir
    Path directory;

    private Mappings mappings;
    private Path folder;

    @BeforeEach
    void agency() throws IOException {
        mappings = new Mappings(directory);
        folder = Files.createDirectories(directory.resolve(POLICE.value()));
    }

    private Path word(String yaml) throws IOException {
        return Files.writeString(folder.resolve("word.yaml"), yaml);
    }

    @Test
    void anAgencyWithoutAMappingHasNone() {
        assertThat(mappings.of(POLICE, WORD)).isEmpty();
        assertThat(new Mappings(directory.resolve("nowhere")).of(POLICE, WORD)).isEmpty();
        assertThat(new Mappings(directory.resolve("nowhere")).problems()).isEmpty();
    }

    @Test
    void aNewFileCountsFromTheNextLookUp() throws IOException {
        assertThat(mappings.of(POLICE, WORD)).isEmpty();

        word("word: first");
        assertThat(mappings.of(POLICE, WORD)).contains("first");

        word("word: another");
        assertThat(mappings.of(POLICE, WORD)).contains("another");
    }

    @Test
    void aChangeInAFileBesideItCounts() throws IOException {
        Path beside = Files.writeString(folder.resolve("list.txt"), "one");
        word("word: first\nbeside: list.txt");
        assertThat(mappings.of(POLICE, WORD)).contains("first one");

        Files.writeString(beside, "eleven");

        assertThat(mappings.of(POLICE, WORD)).contains("first eleven");
    }

    @Test
    void aRemovedFileIsNoMapping() throws IOException {
        Path file = word("word: first");
        assertThat(mappings.of(POLICE, WORD)).contains("first");

        Files.delete(file);

        assertThat(mappings.of(POLICE, WORD)).isEmpty();
    }

    @Test
    void theLastGoodOneStaysWhileTheNewOneIsWrong() throws IOException {
        word("word: first");
        assertThat(mappings.of(POLICE, WORD)).contains("first");

        word("word: second\nwrod: typo");
        assertThat(mappings.of(POLICE, WORD)).contains("first");

        word("word: third");
        assertThat(mappings.of(POLICE, WORD)).contains("third");
    }

    @Test
    void whatWasNeverGoodIsAFailureOfOurs() throws IOException {
        word("wrod: typo");

        assertThatThrownBy(() -> mappings.of(POLICE, WORD))
                .isInstanceOf(Mappings.MappingUnavailable.class)
                .hasMessageContaining("wenbury-police/word.yaml:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "word: one§wrod: two           | 2 | no such key",
                "word: one§word: two           | 2 | twice",
                "other: one                    | 1 | missing",
                "word: yes                     | 1 | quotes",
                "word: &a one                  | 1 | anchor",
                "word: !shout one              | 1 | tag",
                "word: [one]                   | 1 | one value",
                "- word                        | 1 | keys with values",
                "word: one§---§word: two       | 2 | not YAML",
                "word: one§beside: ../x        | 2 | same folder",
                "word: one§beside: absent.txt  | 2 | no such file",
                "word: one§ broken: [          | 2 | not YAML",
            })
    void whatIsWrongIsSaidWithItsLine(String yaml, int line, String says) throws IOException {
        word(yaml.replace("§", "\n"));

        assertThatThrownBy(() -> mappings.of(POLICE, WORD))
                .hasMessageContaining("wenbury-police/word.yaml:" + line + ": ")
                .hasMessageContaining(says);
    }

    @Test
    void aFileNobodyReadsIsAProblem() throws IOException {
        Files.writeString(folder.resolve("xlm.yaml"), "roots: []");
        Files.writeString(folder.resolve("xml.yaml"), "roots: []");

        assertThat(mappings.problems())
                .extracting(Mappings.Problem::sentence)
                .containsExactly(
                        "wenbury-police/xml.yaml:1: roots: the list is empty",
                        "wenbury-police/xlm.yaml:1: no kind of document has a file of this name");
    }

    @Test
    void aProblemSaysSinceWhenAndWhetherAnEarlierVersionIsUsedMeanwhile() throws IOException {
        Files.writeString(folder.resolve("xml.yaml"), "roots: []");
        assertThat(mappings.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.earlier()).isFalse());
        Files.writeString(folder.resolve("xml.yaml"), "roots: [a]\nstylesheet: a.xsl\n");
        Path stylesheet = Files.writeString(
                folder.resolve("a.xsl"),
                "<xsl:stylesheet version='3.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>");
        assertThat(mappings.problems()).isEmpty();

        Files.writeString(stylesheet, "<xsl:stylesheet");
        FileTime changed = Files.getLastModifiedTime(stylesheet);

        assertThat(mappings.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.earlier()).isTrue();
            assertThat(problem.since()).isEqualTo(changed.toInstant());
            assertThat(problem.file()).isEqualTo("a.xsl");
        });
    }

    @Test
    void theMappingsThatAreShippedHaveNoProblem() {
        assertThat(new Mappings(Path.of("routes", "mappings")).problems()).isEqualTo(List.of());
    }
}
