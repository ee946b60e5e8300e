package org.marac.gateway.disclosure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which words give nobody away by themselves, because they stand in any text about anyone? */
final class CommonWords {
    private static final Set<String> ALL = read();

    private CommonWords() {}

    /** Whether it is one, letters and digits only, in lower case. */
    static boolean has(String folded) {
        return ALL.contains(folded);
    }

    private static Set<String> read() {
        try (InputStream in = Objects.requireNonNull(
                CommonWords.class.getResourceAsStream("/disclosure/common-words.txt"), "common-words.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of common words cannot be read", e);
        }
    }
}
