package org.marac.gateway.files;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What does the name of an uploaded file say? Written under a temporary name it is not finished; a control file says of
 * another that it is.
 *
 * @param value the name, without folders
 */
record FileName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9 ._()-]{0,99}");
    private static final Set<String> TEMPORARY = Set.of(".tmp", ".part", ".partial", ".filepart", ".writing");
    private static final Set<String> CONTROL = Set.of(".done", ".ctl");

    /** A name that is taken here; empty for any other: nothing of a name is ever guessed or mended. */
    static Optional<FileName> of(String name) {
        return FORM.matcher(name).matches() && !name.endsWith(" ") && !name.endsWith(".")
                ? Optional.of(new FileName(name))
                : Optional.empty();
    }

    /** Still written to. */
    boolean isTemporary() {
        return value.startsWith(".")
                || value.startsWith("_")
                || TEMPORARY.stream().anyMatch(this::ends);
    }

    /** Of which file it says that it is finished. */
    Optional<FileName> finishes() {
        return CONTROL.stream()
                .filter(this::ends)
                .map(end -> value.substring(0, value.length() - end.length()))
                .flatMap(name -> of(name).stream())
                .filter(name -> !name.isTemporary())
                .findFirst();
    }

    /** Neither. */
    boolean isFinal() {
        return !isTemporary() && CONTROL.stream().noneMatch(this::ends);
    }

    private boolean ends(String with) {
        return value.toLowerCase(Locale.ROOT).endsWith(with);
    }
}
