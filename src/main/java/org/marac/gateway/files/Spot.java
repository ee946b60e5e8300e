package org.marac.gateway.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in an agency's folders is this?
 *
 * @param area which part
 * @param name of the file in it; empty for the folder itself
 */
record Spot(Area area, Optional<FileName> name) {

    /** The parts of an agency's folders. */
    enum Area {
        TOP,
        IN,
        OUT,
        DISCLOSURES,
        /** Nothing of ours: a folder or a name there is not. */
        NOWHERE
    }

    /** @param path from the agency's own top */
    static Spot of(Path path) {
        List<String> parts = new ArrayList<>();
        path.toAbsolutePath().normalize().forEach(part -> parts.add(part.toString()));
        if (parts.isEmpty()) {
            return new Spot(Area.TOP, Optional.empty());
        }
        boolean disclosures = parts.size() > 1 && parts.get(1).equals(Folders.DISCLOSURES);
        return switch (parts.get(0)) {
            case Folders.IN -> in(Area.IN, parts.subList(1, parts.size()));
            case Folders.OUT ->
                disclosures
                        ? in(Area.DISCLOSURES, parts.subList(2, parts.size()))
                        : in(Area.OUT, parts.subList(1, parts.size()));
            default -> new Spot(Area.NOWHERE, Optional.empty());
        };
    }

    private static Spot in(Area area, List<String> rest) {
        if (rest.isEmpty()) {
            return new Spot(area, Optional.empty());
        }
        Optional<FileName> name = rest.size() == 1 ? FileName.of(rest.get(0)) : Optional.empty();
        return new Spot(name.isPresent() ? area : Area.NOWHERE, name);
    }

    /** A file that an agency may write. */
    boolean isUpload() {
        return area == Area.IN && name.isPresent();
    }

    /** A file that an agency may read. */
    boolean isAnswer() {
        return (area == Area.OUT || area == Area.DISCLOSURES) && name.isPresent();
    }

    boolean isFolder() {
        return area != Area.NOWHERE && name.isEmpty();
    }
}
