package org.marac.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Is an exported log true? Re-hashes every entry, makes every tile again, checks every signature, reads every entry and
 * asks the gate again. Believes nothing but the key it is given, or, without one, the key in the export. Memory does not
 * grow with the log.
 */
public final class Verification {
    private final GateCheck gate;
    private final Optional<VerifierKey> held;

    /**
     * A verification.
     *
     * @param gate asks the protocol again
     * @param held the key of the log as the auditor or an agency holds it, from elsewhere than the export
     */
    public Verification(GateCheck gate, Optional<VerifierKey> held) {
        this.gate = gate;
        this.held = held;
    }

    /**
     * Checks the log of an export.
     *
     * @param directory of the export; the log is below it in {@code log}
     * @return what was found; an unreadable log is a finding and not an exception
     */
    public Verified verify(Path directory) {
        return verify(directory, entry -> {});
    }

    /**
     * Checks the log of an export, and gives every entry on the way. Only when the log holds are they to be believed.
     *
     * @param directory of the export; the log is below it in {@code log}
     * @param heard is given the entries in the order of the log
     * @return what was found; an unreadable log is a finding and not an exception
     */
    public Verified verify(Path directory, Consumer<Logged> heard) {
        Path log = directory.resolve("log");
        Findings findings = new Findings();
        Optional<VerifierKey> key = key(log, findings);
        Optional<Checkpoint> checkpoint = key.flatMap(known -> checkpoint(log, known, findings));
        if (key.isEmpty() || checkpoint.isEmpty()) {
            return findings.verified(0);
        }
        return new LogWalk(log, key.get(), checkpoint.get(), findings, gate).walk(heard);
    }

    private Optional<VerifierKey> key(Path log, Findings findings) {
        try {
            String line = new String(ExportedLog.small(log.resolve("vkey")), StandardCharsets.UTF_8);
            if (!line.endsWith("\n")) {
                throw new Unproven("the file of the verifier key is one line");
            }
            VerifierKey key = VerifierKey.parse(line.substring(0, line.length() - 1));
            if (held.isPresent() && !held.get().equals(key)) {
                throw new Unproven("the key of the export is not the one that is held");
            }
            return Optional.of(key);
        } catch (Unproven e) {
            findings.add(Check.KEY, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<Checkpoint> checkpoint(Path log, VerifierKey key, Findings findings) {
        try {
            return Optional.of(Checkpoint.open(ExportedLog.small(log.resolve("checkpoint")), key));
        } catch (Unproven e) {
            findings.add(Check.SIGNATURE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
