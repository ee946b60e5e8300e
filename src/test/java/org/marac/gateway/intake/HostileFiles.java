package org.marac.gateway.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.RefusalCode;

/** Files that others collected to break parsers, and a search for anything of theirs in an answer. */
final class HostileFiles {
    private static final List<Path> FOLDERS =
            List.of(Path.of("../shared/inputs/json-testsuite"), Path.of("../shared/inputs/fhir-test-cases"));
    private static final int TELLING = 6;
    private static final List<Pattern> STRINGS = List.of(
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.){" + TELLING + ",}+)\"", Pattern.DOTALL),
            Pattern.compile("'([^'<>]{" + TELLING + ",}+)'", Pattern.DOTALL),
            Pattern.compile(">([^<>]{" + TELLING + ",}+)<", Pattern.DOTALL));
    private static final Pattern RECEIPT =
            Pattern.compile("(?:valueBase64Binary|data)(?:\"\\s*:\\s*| value=)\"([A-Za-z0-9+/=]+)\"");

    /** Names of FHIR elements, of which the place of a fault is made. */
    private static final Set<String> PLACES = Set.of("resource", "MessageHeader", "eventCoding", "destination");

    private HostileFiles() {}

    static boolean are() {
        return FOLDERS.stream().allMatch(Files::isDirectory);
    }

    static List<Path> all() {
        return FOLDERS.stream().flatMap(HostileFiles::in).toList();
    }

    private static Stream<Path> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(".xml"))
                    .sorted()
                    .collect(Collectors.toList())
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String type(Path file) {
        return file.toString().endsWith(".xml") ? "application/fhir+xml" : "application/fhir+json";
    }

    /**
     * Every string of the input that the answer, or the receipt in it, says too.
     *
     * @param ours answers to messages without content: what answers say by themselves
     */
    static List<String> leaked(byte[] input, String answer, String ours) {
        String told = told(answer);
        String known = told(ours);
        return strings(new String(input, StandardCharsets.UTF_8)).stream()
                .filter(told::contains)
                .filter(text -> !known.contains(text) && !PLACES.contains(text))
                .filter(text -> Stream.of(RefusalCode.values())
                        .noneMatch(code ->
                                code.code().equals(text) || code.sentence().contains(text)))
                .toList();
    }

    private static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        for (Pattern pattern : STRINGS) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                strings.add(matcher.group(1).strip());
            }
        }
        return strings.stream()
                .filter(string -> string.length() >= TELLING)
                .distinct()
                .toList();
    }

    private static String told(String answer) {
        return answer
                + RECEIPT.matcher(answer)
                        .results()
                        .map(receipt ->
                                new String(Base64.getDecoder().decode(receipt.group(1)), StandardCharsets.ISO_8859_1))
                        .collect(Collectors.joining());
    }
}
