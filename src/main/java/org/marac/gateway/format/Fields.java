package org.marac.gateway.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Refused;

/** Small readings of FHIR elements that several parts of a referral share. */
final class Fields {
    private Fields() {}

    /** A text, if there is one. */
    static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
    }

    /** Whether a concept has a code of a system. */
    static boolean has(CodeableConcept concept, String system, String code) {
        return codes(concept, system).anyMatch(code::equals);
    }

    /** The codes of a concept in one system. */
    static Stream<String> codes(CodeableConcept concept, String system) {
        return concept.getCoding().stream()
                .filter(c -> system.equals(c.getSystem()))
                .flatMap(c -> text(c.getCode()).stream());
    }

    /** A concept in words: its own text, else the first display, else the first code. */
    static Optional<String> words(CodeableConcept concept) {
        return text(concept.getText())
                .or(() -> concept.getCoding().stream()
                        .flatMap(c -> text(c.getDisplay()).stream())
                        .findFirst())
                .or(() -> concept.getCoding().stream()
                        .map(Coding::getCode)
                        .flatMap(c -> text(c).stream())
                        .findFirst());
    }

    /** The value of the first extension of that URL. */
    static Optional<Type> extension(List<Extension> extensions, String url) {
        return extensions.stream()
                .filter(e -> url.equals(e.getUrl()) && e.hasValue())
                .map(Extension::getValue)
                .findFirst();
    }

    /** The words of one of our own extensions. */
    static Optional<String> local(List<Extension> extensions, String name) {
        return extension(extensions, Codes.EXTENSION + name).flatMap(Fields::words);
    }

    /** A simple value or a concept in words. */
    static Optional<String> words(Type value) {
        return value instanceof CodeableConcept concept ? words(concept) : text(value.primitiveValue());
    }

    static boolean isTrue(Optional<Type> value) {
        return value.filter(v -> v instanceof BooleanType b && b.booleanValue()).isPresent();
    }

    /** One of a list, written in lower case with hyphens; any other word is refused. */
    static <E extends Enum<E>> E choice(Class<E> type, String word, String position) throws Refused {
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return value;
            }
        }
        throw Refusals.invalid("not-in-list", position);
    }

    /** Yes, no, unknown or not asked; empty counts as unknown. */
    static Answer answer(Optional<String> word, String position) throws Refused {
        return word.isEmpty() ? Answer.UNKNOWN : choice(Answer.class, word.get(), position);
    }

    /** A whole date; FHIR also allows a year, or a year and a month, which the canonical form has no place for. */
    static Optional<LocalDate> date(@Nullable String value, String position) throws Refused {
        Optional<String> text = text(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(
                    text.get().substring(0, Math.min(10, text.get().length()))));
        } catch (DateTimeException e) {
            throw Refusals.invalid("not-a-date", position);
        }
    }
}
