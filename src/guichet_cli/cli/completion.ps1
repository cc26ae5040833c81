# Completion of guichet for PowerShell. Once: guichet completion powershell | Out-String | Invoke-Expression; for good: the same line in $PROFILE.
Register-ArgumentCompleter -Native -CommandName guichet, guichet-cli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($wordToComplete -eq '' -and $_.Extent.EndOffset -le $cursorPosition) })
    $words = @($elements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text.Trim("'", '"') })
    # the full stop is taken away again: an empty word is lost on the way to a program
    $lines = @(& $elements[0].Extent.Text completion powershell '--' @words "$wordToComplete." 2>$null)
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
    # where nothing is given, PowerShell completes the names of files by itself
}
