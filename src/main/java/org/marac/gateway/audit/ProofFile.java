package org.marac.gateway.audit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Position;

/**
 * That one entry is in the log, provable to anyone who has the entry's bytes and the key of the log: the offline proof of
 * C2SP tlog-proof.
 *
 * @param position where the entry stands
 * @param hashes the inclusion proof, from the leaf to the root
 * @param note the signed checkpoint
 */
public record ProofFile(Position position, List<Digest> hashes, String note) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final Pattern FORM =
            Pattern.compile("index (0|[1-9][0-9]{0,17})\n((?:[A-Za-z0-9+/]{43}=\n){0,63})\n(.+)", Pattern.DOTALL);

    public ProofFile {
        hashes = List.copyOf(hashes);
    }

    /** The file. */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER);
        text.append("index ").append(position.index()).append('\n');
        for (Digest hash : hashes) {
            text.append(Base64.getEncoder().encodeToString(hash.toArray())).append('\n');
        }
        return text.append('\n').append(note).toString();
    }

    /**
     * Reads a proof without believing it. Extra lines are not taken: nothing authenticates them.
     *
     * @throws Unproven when it is not a proof
     */
    public static ProofFile parse(String text) throws Unproven {
        Matcher form = FORM.matcher(text.startsWith(HEADER) ? text.substring(HEADER.length()) : "");
        if (!form.matches()) {
            throw new Unproven("a proof is a header, an index, hashes, a blank line and a checkpoint");
        }
        List<Digest> hashes = new ArrayList<>();
        for (String line : form.group(2).lines().toList()) {
            hashes.add(Digest.wrap(SignedNote.base64(line)));
        }
        return new ProofFile(new Position(Long.parseLong(form.group(1))), hashes, form.group(3));
    }

    /**
     * Whether the entry with exactly these bytes stands where the proof says, in the log of the key.
     *
     * @return the checkpoint that covers it
     * @throws Unproven when not
     */
    public Checkpoint verify(byte[] entry, VerifierKey key) throws Unproven {
        Checkpoint checkpoint = Checkpoint.open(note, key);
        List<byte[]> proof = hashes.stream().map(Digest::toArray).toList();
        byte[] root = checkpoint.root().toArray();
        if (!Proofs.included(Merkle.leaf(entry), position.index(), checkpoint.size(), proof, root)) {
            throw new Unproven("the entry is not in the log at that index");
        }
        return checkpoint;
    }
}
