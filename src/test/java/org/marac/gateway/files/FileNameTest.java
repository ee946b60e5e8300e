package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.tmp", "a.csv.PART", ".a.csv", "_a.csv", "a.filepart", ".hidden.done"})
    void whatHasATemporaryNameIsNotFinished(String name) {
        FileName temporary = FileName.of(name).orElseThrow();

        assertThat(temporary.isTemporary()).isTrue();
        assertThat(temporary.isFinal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "a/b",
                "a\\b",
                "a\0b",
                "a\nb",
                "a.csv ",
                "a.",
                "=cmd.csv",
                "-rf",
                "\u00e9.csv",
                "\u202egnp.csv",
                "a,b.csv",
                "a\"b.csv"
            })
    void otherNamesAreNotTaken(String name) {
        assertThat(FileName.of(name)).isEmpty();
    }

    @Test
    void aControlFileSaysOfWhichFileItIs() {
        assertThat(FileName.of("referral (2).csv.DONE").orElseThrow().finishes())
                .contains(new FileName("referral (2).csv"));
        assertThat(FileName.of("a.csv.ctl").orElseThrow().isFinal()).isFalse();
        assertThat(FileName.of("a.csv").orElseThrow().finishes()).isEmpty();
        assertThat(FileName.of("a.csv").orElseThrow().isFinal()).isTrue();
        assertThat(FileName.of("a.tmp.done").orElseThrow().finishes()).isEmpty();
    }

    @Test
    void aControlFileHoldsAWholeDigest() {
        String digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

        assertThat(Control.read(digest + "  a.csv\n").orElseThrow().sha256().hex())
                .isEqualTo(digest);
        assertThat(Control.read("rows=3\r\nsha256=" + digest.toUpperCase(java.util.Locale.ROOT) + "\r\n"))
                .isPresent();
        assertThat(Control.read(digest.substring(1))).isEmpty();
        assertThat(Control.read(digest + "0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/in/../../x", "/in/sub/x", "/taken/x", "/out/disclosures/a/b", "/out/-x", "/IN/x"})
    void nothingIsAnywhereElse(String path) {
        Spot spot = Spot.of(Path.of(path));

        assertThat(spot.area()).isEqualTo(Spot.Area.NOWHERE);
        assertThat(spot.isUpload() || spot.isAnswer() || spot.isFolder()).isFalse();
    }

    @Test
    void uploadsAndAnswersAreToldApart() {
        assertThat(Spot.of(Path.of("/in/a.csv")).isUpload()).isTrue();
        assertThat(Spot.of(Path.of("/in/a.csv")).isAnswer()).isFalse();
        assertThat(Spot.of(Path.of("/out/a.csv.ack.csv")).isAnswer()).isTrue();
        assertThat(Spot.of(Path.of("/out/disclosures/3.cms")).area()).isEqualTo(Spot.Area.DISCLOSURES);
        assertThat(Spot.of(Path.of("/out/../in/a.csv")).isUpload()).isTrue();
        assertThat(Spot.of(Path.of("/")).isFolder()).isTrue();
        assertThat(Spot.of(Path.of("/out/disclosures")).isFolder()).isTrue();
    }
}
