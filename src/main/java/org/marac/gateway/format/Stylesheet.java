package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.transform.sax.SAXSource;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.XPathCompiler;
import net.sf.saxon.s9api.XPathSelector;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmMap;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import net.sf.saxon.s9api.XdmValue;
import net.sf.saxon.s9api.XmlProcessingError;
import net.sf.saxon.s9api.Xslt30Transformer;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Refused;
import org.xml.sax.InputSource;

/** An agency's stylesheet, XSLT 3.0, which sees the document and a few facts about it and nothing else. Safe to share between threads. */
final class Stylesheet {
    private static final String XSLT = "http://www.w3.org/1999/XSL/Transform";
    /** What could read, write or build code; the processor is locked as well, but so the operator learns it at once. */
    private static final Set<String> NOT_ALLOWED = Set.of(
            "import",
            "include",
            "import-schema",
            "use-package",
            "result-document",
            "source-document",
            "evaluate",
            "stream");

    private final XsltExecutable executable;
    private final Patience patience;

    private Stylesheet(XsltExecutable executable, Patience patience) {
        this.executable = executable;
        this.patience = patience;
    }

    /**
     * What a stylesheet may want to know beside the document.
     *
     * @param sender the agency the channel, or the seal, proved; parameter {@code sender}
     * @param sha256 of the content as sent; parameter {@code sha256}, for a document that has no id of its own
     * @param wrapper what the document stood in; parameter {@code wrapper}
     */
    record Facts(AgencyId sender, Digest sha256, Optional<XdmNode> wrapper) {
        private Map<QName, XdmValue> parameters() {
            Map<QName, XdmValue> parameters = new HashMap<>();
            parameters.put(new QName("sender"), new XdmAtomicValue(sender.value()));
            parameters.put(new QName("sha256"), new XdmAtomicValue(sha256.hex()));
            wrapper.ifPresent(outer -> parameters.put(new QName("wrapper"), outer));
            return parameters;
        }
    }

    /**
     * Compiles one.
     *
     * @param name of its file, for what is said of it
     * @param patience with it
     */
    static Stylesheet compile(String text, String name, Patience patience) throws Flawed {
        requireAllowed(text, name);
        List<XmlProcessingError> errors = new ArrayList<>();
        XsltCompiler compiler = Saxon.PROCESSOR.newXsltCompiler();
        // What is traced can be stopped.
        compiler.setCompileWithTracing(true);
        compiler.setErrorReporter(error -> {
            if (!error.isWarning()) {
                errors.add(error);
            }
        });
        try {
            return new Stylesheet(compiler.compile(source(text)), patience);
        } catch (SaxonApiException e) {
            XmlProcessingError first = errors.isEmpty() ? null : errors.get(0);
            throw first == null
                    ? new Flawed(name, e.getLineNumber(), "it is not a stylesheet: " + e.getMessage())
                    : new Flawed(
                            name, first.getLocation().getLineNumber(), "it is not a stylesheet: " + first.getMessage());
        }
    }

    private static void requireAllowed(String text, String name) throws Flawed {
        XdmNode document;
        try {
            var builder = Saxon.PROCESSOR.newDocumentBuilder();
            builder.setLineNumbering(true);
            document = builder.build(source(text));
        } catch (SaxonApiException e) {
            throw new Flawed(name, e.getLineNumber(), "it is not XML, or has a document type");
        }
        for (XdmNode node : (Iterable<XdmNode>) () -> document.axisIterator(Axis.DESCENDANT)) {
            if (node.getNodeKind() == XdmNodeKind.ELEMENT
                    && XSLT.equals(node.getNodeName().getNamespace())
                    && NOT_ALLOWED.contains(node.getNodeName().getLocalName())) {
                throw new Flawed(
                        name, node.getLineNumber(), "xsl:" + node.getNodeName().getLocalName() + " is not allowed");
            }
        }
    }

    private static SAXSource source(String text) {
        return new SAXSource(XmlDocument.reader(), new InputSource(new StringReader(text)));
    }

    /** The JSON it makes of a document: one map, or one string of JSON, or a refusal ({@link MappedJson}). */
    JsonNode json(XdmNode document, Facts facts) throws Refused {
        return MappedJson.of(patience.run(() -> text(run(document, facts))));
    }

    /** The XML it makes of canonical JSON, which it sees as {@code json-to-xml()} gives it. */
    Bytes xml(Bytes canonical) {
        try {
            return patience.run(() -> written(canonical));
        } catch (Refused tooLong) {
            throw new OwnFormFailed();
        }
    }

    private Bytes written(Bytes canonical) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            XPathCompiler xpath = Saxon.PROCESSOR.newXPathCompiler();
            QName json = new QName("json");
            xpath.declareVariable(json);
            XPathSelector reading = xpath.compile("json-to-xml($json)").load();
            reading.setVariable(json, new XdmAtomicValue(canonical.text()));
            Xslt30Transformer transformer = silent();
            Serializer serializer = transformer.newSerializer(written);
            serializer.setOutputProperty(Serializer.Property.METHOD, "xml");
            serializer.setOutputProperty(Serializer.Property.ENCODING, "UTF-8");
            transformer.applyTemplates(reading.evaluate(), serializer);
            Bytes made = Bytes.of(written.toByteArray());
            // Well formed, and an element at all.
            XmlDocument.parse(XmlText.of(made));
            return made;
        } catch (SaxonApiException | Refused | RuntimeException | StackOverflowError e) {
            // Its message may quote the view.
            throw new OwnFormFailed();
        }
    }

    /** A run of it that says nothing on the side: what a stylesheet says while it runs may quote the document. */
    private Xslt30Transformer silent() {
        Xslt30Transformer transformer = executable.load30();
        transformer.setMessageHandler(message -> {});
        transformer.setErrorReporter(error -> {});
        transformer.setTraceListener(new StopWhenInterrupted());
        transformer.setTraceFunctionDestination(null);
        transformer.setResultDocumentHandler(uri -> {
            throw new IllegalStateException("A stylesheet has one result");
        });
        return transformer;
    }

    private XdmItem run(XdmNode document, Facts facts) throws Refused {
        try {
            Xslt30Transformer transformer = silent();
            transformer.setStylesheetParameters(facts.parameters());
            transformer.setGlobalContextItem(document);
            XdmValue result = transformer.applyTemplates(document);
            if (result.size() != 1) {
                throw Refusals.invalid("mapping-failed", "/");
            }
            return result.itemAt(0);
        } catch (SaxonApiException | RuntimeException | StackOverflowError e) {
            // Its message may quote the document; what it could not map is not guessed.
            throw Refusals.invalid("mapping-failed", "/");
        }
    }

    private static String text(XdmItem item) throws Refused {
        if (!(item instanceof XdmMap map)) {
            return item.getStringValue();
        }
        StringWriter written = new StringWriter();
        Serializer serializer = Saxon.PROCESSOR.newSerializer(written);
        serializer.setOutputProperty(Serializer.Property.METHOD, "json");
        try {
            serializer.serializeXdmValue(map);
        } catch (SaxonApiException e) {
            throw Refusals.invalid("mapping-failed", "/");
        }
        return written.toString();
    }
}
