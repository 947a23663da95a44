"""FetchXML: queries as XML, on a table and those that it is linked with (section 4.8).

`markup` reads the text, `model` is what it says, `parsing` makes the one of the other,
`planning` finds tables and columns for a `plan`, `joins` the rows, `paging` the page,
`answer` and `grouping` the JSON.
"""
