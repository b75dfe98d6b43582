"""What a Word template may hold: the parts, relationships and fields that carry text, layout and pictures.

Whatever is not listed can run a program, fetch a file or hide another document, now or in a later Word. Names are in
small letters, for Word compares them without regard to case.
"""

from __future__ import annotations

_OFFICE = "http://schemas.openxmlformats.org/officedocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml."
_NAMED = "application/vnd.ms-word."

DOCUMENT = _OFFICE + "officedocument"
"""The relationship from the package to the text of the document."""
DOCUMENT_TYPES = frozenset(
    {
        *(f"{_WORD}{name}.main+xml" for name in ("document", "template")),
        *(f"{_NAMED}{name}.main+xml" for name in ("document.macroenabled", "template.macroenabledtemplate")),
    }
)
"""What a file is saved as that may be taken for a document; that it holds no macro is seen by its parts."""
HYPERLINK = _OFFICE + "hyperlink"
"""The only relationship that may lead out of the file, to the schemes of `SCHEMES`."""
SCHEMES = ("http", "https", "mailto")

RELATIONSHIPS = frozenset(
    {
        HYPERLINK,
        *(
            _OFFICE + name
            for name in (
                *("officedocument", "extended-properties", "custom-properties", "customxml", "customxmlprops"),
                *("styles", "settings", "websettings", "fonttable", "font", "theme", "themeoverride", "numbering"),
                *("header", "footer", "footnotes", "endnotes", "comments", "glossarydocument", "image"),
                *("diagramdata", "diagramlayout", "diagramquickstyle", "diagramcolors", "printersettings"),
            )
        ),
        *(
            start + name
            for start in (_PACKAGE, _OFFICE + "metadata/")  # LibreOffice writes the second
            for name in ("core-properties", "thumbnail")
        ),
        *(
            _MICROSOFT + name
            for name in (
                *("2007/relationships/styleswitheffects", "2007/relationships/diagramdrawing"),
                *("2011/relationships/people", "2011/relationships/commentsextended"),
                *("2016/09/relationships/commentsids", "2018/08/relationships/commentsextensible"),
                "2020/10/relationships/intelligence",
            )
        ),
    }
)

XML = frozenset(
    {
        *("application/xml", "text/xml", "application/vnd.openxmlformats-package.relationships+xml"),
        "application/vnd.openxmlformats-package.core-properties+xml",
        *(
            f"application/vnd.openxmlformats-officedocument.{name}+xml"
            for name in ("extended-properties", "custom-properties", "customxmlproperties", "theme", "themeoverride")
        ),
        *(
            f"{_WORD}{name}+xml"
            for name in (
                *("document.glossary", "styles", "settings", "websettings", "fonttable", "numbering"),
                *("header", "footer", "footnotes", "endnotes", "comments", "commentsextended", "commentsids"),
                *("commentsextensible", "people"),
            )
        ),
        *(f"{_DRAWING}{name}+xml" for name in ("diagramdata", "diagramlayout", "diagramstyle", "diagramcolors")),
        "application/vnd.ms-office.drawingml.diagramdrawing+xml",
        "application/vnd.ms-office.intelligence2+xml",
        _NAMED + "styleswitheffects+xml",
        *DOCUMENT_TYPES,
    }
)
"""The content types of parts that are XML."""

PICTURES = frozenset(
    f"image/{name}"
    for name in ("png", "jpeg", "jpg", "pjpeg", "gif", "bmp", "tiff", "tif", "x-emf", "x-wmf", "emf", "wmf")
)
FONTS = frozenset({"application/vnd.openxmlformats-officedocument.obfuscatedfont", "application/x-fontdata"})
PRINTERS = frozenset({_WORD + "printersettings"})
PARTS = XML | PICTURES | FONTS | PRINTERS
"""The content types of all parts that a template may have."""

FIELDS = frozenset(
    [
        "page",
        "numpages",
        "section",
        "sectionpages",
        "date",
        "time",
        "createdate",
        "savedate",
        "printdate",
        "edittime",
        "revnum",
        "title",
        "subject",
        "author",
        "lastsavedby",
        "keywords",
        "comments",
        "filename",
        "filesize",
        "template",
        "docproperty",
        "numchars",
        "numwords",
        "toc",
        "tc",
        "index",
        "xe",
        "pageref",
        "ref",
        "noteref",
        "styleref",
        "seq",
        "hyperlink",
        "bookmark",
        "eq",
        "symbol",
        "shape",
        "advance",
        "bidioutline",
        "listnum",
        "autonum",
        "autonumlgl",
        "autonumout",
        "formtext",
        "formcheckbox",
        "formdropdown",
    ]
)
"""The fields that say something of the document itself; ``=`` begins a sum and is allowed too."""

ELEMENTS = frozenset(
    [
        "altchunk",
        "object",
        "oleobject",
        "control",
        "subdoc",
        "webvideopr",
        "movie",
        "frameset",
        "mailmerge",
        "attachedtemplate",
        "savethroughxslt",
        "bindata",
        "bgsound",
        "script",
    ]
)
"""The elements that may not stand in any part."""
