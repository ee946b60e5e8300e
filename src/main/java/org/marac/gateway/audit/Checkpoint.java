package org.marac.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Digest;

/**
 * How large is the log, and what is its root hash? The checkpoint of C2SP tlog-checkpoint, without extension lines.
 *
 * @param origin which log
 * @param size how many entries it has
 * @param root the root hash of the tree of these entries
 */
public record Checkpoint(String origin, long size, Digest root) {
    private static final Pattern FORM =
            Pattern.compile("([!-*,-~]{1,255})\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n");

    public Checkpoint {
        if (size < 0) {
            throw new IllegalArgumentException("A log has no negative size");
        }
    }

    /** The text that is signed: three lines. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.toArray()) + "\n";
    }

    /**
     * Reads a signed checkpoint and believes it only when the key of that log signed it.
     *
     * @param note exact bytes of the signed note
     * @throws Unproven when it is not a checkpoint, of another log, or not signed by the key
     */
    public static Checkpoint open(byte[] note, VerifierKey key) throws Unproven {
        SignedNote signed = SignedNote.parse(note);
        signed.verify(key);
        Checkpoint checkpoint = parse(signed.text());
        if (!checkpoint.origin().equals(key.name())) {
            throw new Unproven("the checkpoint is of another log");
        }
        return checkpoint;
    }

    static Checkpoint open(String note, VerifierKey key) throws Unproven {
        return open(note.getBytes(StandardCharsets.UTF_8), key);
    }

    static Checkpoint parse(String text) throws Unproven {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unproven("a checkpoint is three lines: origin, size, root hash");
        }
        byte[] root = SignedNote.base64(form.group(3));
        return new Checkpoint(form.group(1), Long.parseLong(form.group(2)), Digest.wrap(root));
    }
}
