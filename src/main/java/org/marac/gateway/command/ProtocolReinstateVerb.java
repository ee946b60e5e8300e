package org.marac.gateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.protocol.Statement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a withdrawal or suspension back: the agency writes and signs the statement, then the chair signs it too. */
@Command(
        name = "reinstate",
        description =
                "Brings an agency back into a version: the agency signs, then the chair with --chair. Both it takes.")
final class ProtocolReinstateVerb implements Callable<Integer> {
    private static final String P7S = ".p7s";
    private static final String CHAIR = ".chair" + P7S;
    private static final String YAML = ".yaml";

    @Mixin
    ProtocolStatementVerbs.Terms terms = new ProtocolStatementVerbs.Terms();

    @Option(
            names = "--lifts",
            description =
                    "SHA-256 of the statement taken back; not needed where just one lies there in the agency's name")
    Optional<String> lifts = Optional.empty();

    @Option(names = "--chair", description = "signs for the chair what the agency has signed, with the chair's key")
    boolean chair;

    @Override
    public Integer call() throws IOException {
        if (chair) {
            return countersign();
        }
        Digest lifted = lifts.isPresent() ? Digest.parse(lifts.get()) : only();
        return terms.finish(
                Statement.reinstatement(terms.agency(), terms.version().ref(), terms.begins(), lifted));
    }

    private Digest only() throws IOException {
        List<Digest> there = new ArrayList<>();
        for (Statement.Kind kind : List.of(Statement.Kind.WITHDRAWAL, Statement.Kind.SUSPENSION)) {
            for (Path file : named(terms.directory.resolve(kind.folder()), YAML)) {
                there.add(Bytes.of(Files.readAllBytes(file)).digest());
            }
        }
        if (there.size() != 1) {
            throw new IllegalArgumentException(there.size() + " statements lie there in the name of " + terms.agency
                    + ": name one with --lifts, by its SHA-256");
        }
        return there.get(0);
    }

    private int countersign() throws IOException {
        Path folder = terms.directory.resolve(Statement.Kind.REINSTATEMENT.folder());
        int signed = 0;
        for (Path file : named(folder, YAML)) {
            String name = String.valueOf(file.getFileName());
            Path beside = folder.resolve(name.substring(0, name.length() - YAML.length()) + CHAIR);
            if (Files.exists(beside)) {
                continue;
            }
            Bytes statement = Bytes.of(Files.readAllBytes(file));
            ProtocolVerbs.write(
                    beside,
                    ProtocolVerbs.signature(
                            terms.directory,
                            statement,
                            terms.key.orElseThrow(() -> new IllegalArgumentException("--key is the chair's key")),
                            terms.certificate.orElseThrow(
                                    () -> new IllegalArgumentException("--cert is the chair's certificate"))));
            System.out.println(statement.text() + "signed for the chair as " + beside);
            signed++;
        }
        if (signed == 0) {
            System.out.println("There is nothing of " + terms.agency + " to sign: the agency signs first");
        }
        return signed == 0 ? 1 : 0;
    }

    /** The files in the agency's name: what comes before the first full stop. */
    private List<Path> named(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(terms.agency + "."))
                    .filter(file -> String.valueOf(file.getFileName()).endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The statements cannot be listed", e);
        }
    }
}
