package org.marac.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {
    @TempDir
    Path place;

    @Test
    void twoThatUnpackTheProgramsAtOnceBothHaveThem() throws IOException {
        Path home = place.resolve("postgres");

        PostgresPrograms.moveInto(unpacked("one"), home);
        PostgresPrograms.moveInto(unpacked("other"), home);

        assertThat(home.resolve("bin/initdb")).hasContent("one");
        assertThat(place).isDirectoryNotContaining("glob:**/unpacking-*");
    }

    @Test
    void whatCannotBeMovedIsNotTakenForDone() throws IOException {
        Path nowhere = place.resolve("not-there").resolve("postgres");

        assertThatThrownBy(() -> PostgresPrograms.moveInto(unpacked("one"), nowhere))
                .isInstanceOf(FileSystemException.class);
    }

    private Path unpacked(String by) throws IOException {
        Path staging = place.resolve("unpacking-" + by);
        Files.createDirectories(staging.resolve("bin"));
        Files.writeString(staging.resolve("bin/initdb"), by);
        return staging;
    }
}
